import { createHandler as createItemTransform } from '../../consumers/flatten-item-changes/create-handler';
import { createHandler as createRowTransform } from '../../consumers/flatten-row-changes/create-handler';
import type {
  TransformEvent,
  TransformRecord,
  TransformReply,
} from '../../consumers/firehose-transform/transform-event';
import { AlertWorld } from '../support/alert-world';
import { invoiceJson, kinesisEvent } from '../support/invoice-records';
import { FuzzChance } from './fuzz-chance';
import { FuzzTally, type FuzzTarget } from './fuzz-target';
import { judgeItemLine, judgeRowLine } from './judge-lines';
import { mutateRecord } from './mutate-record';
import { plainReading } from './plain-reading';
import { validItemRecords, validRowRecords } from './valid-records';

type Transform = (event: TransformEvent) => Promise<TransformReply>;
type Judge = (record: Uint8Array, line: string) => string | undefined;

const INVOICES = {
  schema: 'dbo',
  name: 'invoices',
  key: ['invoice_id'],
  columns: {
    invoice_id: 'int',
    customer_id: 'int',
    billing_date: 'date',
    due_date: 'date',
    balance: 'int',
    monthly_kwh_use: 'int',
    total_amount_due: 'varchar(50)',
  },
};
const MUTATED_PER_BATCH = 40;
/** Between the mutated ones, and with customers of their own. */
const NEIGHBOURS = [0, 13, 27, 40];
const NEIGHBOUR_CUSTOMER = 9_000_000;

/**
 * Mutated records through both transforms and the consumer of alerts, whole neighbours between them: no
 * crash, each mutated record refused with its payload or read as plain JSON reads it, neighbours as if alone.
 */
export const fuzzRecords: FuzzTarget = async (run) => {
  const chance = new FuzzChance(run.seed);
  const tally = new FuzzTally(run);
  const sources = [validRowRecords(), validItemRecords()];
  const transforms = [rowTransform(), itemTransform()];
  for (let done = 0, batch = 0; done < run.cases; done += MUTATED_PER_BATCH, batch += 1) {
    const kind = batch % 2;
    const mutated = Array.from({ length: MUTATED_PER_BATCH }, () =>
      mutateRecord(chance.pick(sources[kind] ?? []), chance),
    );
    const records = withNeighbours(mutated);
    for (const { name, transform, judge } of transforms) {
      await judgeTransform(transform, records, { name, judge, tally });
    }
    await judgeAlerts(records, tally);
    tally.advance(MUTATED_PER_BATCH);
  }
  return tally.result();
};

interface FuzzedRecord {
  bytes: Buffer;
  isNeighbour: boolean;
}

function withNeighbours(mutated: readonly Buffer[]): FuzzedRecord[] {
  const records = mutated.map((bytes): FuzzedRecord => ({ bytes, isNeighbour: false }));
  for (const at of [...NEIGHBOURS].reverse()) {
    records.splice(at, 0, { bytes: Buffer.from(neighbour(at)), isNeighbour: true });
  }
  return records;
}

function neighbour(at: number): string {
  return invoiceJson({
    operation: 'insert',
    invoiceId: NEIGHBOUR_CUSTOMER + at,
    customerId: NEIGHBOUR_CUSTOMER + at,
    order: 1000 + at,
  });
}

function rowTransform(): { name: string; transform: Transform; judge: Judge } {
  const transform = createRowTransform({ tables: [INVOICES], ...SILENT });
  return { name: 'flatten-row-changes', transform, judge: judgeRowLine };
}

function itemTransform(): { name: string; transform: Transform; judge: Judge } {
  const transform = createItemTransform({ form: { lists: 'json', oldImage: true }, ...SILENT });
  return { name: 'flatten-item-changes', transform, judge: judgeItemLine };
}

const SILENT = { reportUnreadable: () => undefined, invocationDone: () => undefined };

async function judgeTransform(
  transform: Transform,
  records: readonly FuzzedRecord[],
  { name, judge, tally }: { name: string; judge: Judge; tally: FuzzTally },
): Promise<void> {
  const event = { records: records.map(({ bytes }, at) => transformRecord(bytes, at)) };
  const reply = await transform(event).catch((error: unknown) => String(error));
  if (typeof reply === 'string') {
    const culprit = await firstThatThrows(transform, event);
    tally.find(`${name} threw: ${reply}`, records[culprit]?.bytes ?? Buffer.alloc(0));
    return;
  }
  if (reply.records.length !== records.length) {
    tally.find(`${name} answered ${reply.records.length} of ${records.length}`, Buffer.alloc(0));
  }
  for (const [at, answer] of reply.records.entries()) {
    const { bytes, isNeighbour } = records[at] ?? { bytes: Buffer.alloc(0), isNeighbour: false };
    if (answer.recordId !== event.records[at]?.recordId) tally.find(`${name}: wrong id`, bytes);
    if (!isNeighbour) tally.count(`${name}: ${answer.result}`);
    if (answer.result === 'Dropped' && plainReading(bytes) === undefined) {
      tally.find(`${name} drops what is no JSON`, bytes);
    }
    const isWanted = name === 'flatten-row-changes';
    if (isNeighbour && isWanted && answer.result !== 'Ok') tally.find(`${name}: neighbour`, bytes);
    if (answer.result !== 'Ok') continue;
    const line = Buffer.from(answer.data, 'base64').toString();
    const problem = line.endsWith('\n') ? judge(bytes, line) : 'A line without an end';
    if (problem !== undefined) tally.find(`${name}: ${problem}`, bytes);
  }
}

async function firstThatThrows(transform: Transform, { records }: TransformEvent): Promise<number> {
  for (const [at, record] of records.entries()) {
    const isThrown = await transform({ records: [record] }).then(
      () => false,
      () => true,
    );
    if (isThrown) return at;
  }
  return 0;
}

function transformRecord(bytes: Buffer, at: number): TransformRecord {
  return {
    recordId: `4966${at}000000`,
    data: bytes.toString('base64'),
    kinesisRecordMetadata: {
      shardId: 'shardId-000000000001',
      sequenceNumber: `4966${at}`,
      approximateArrivalTimestamp: 1_764_108_300_500,
    },
  };
}

async function judgeAlerts(records: readonly FuzzedRecord[], tally: FuzzTally): Promise<void> {
  const world = new AlertWorld();
  const event = kinesisEvent([]);
  event.Records = records.map(({ bytes }, at) => ({
    eventID: `shardId-000000000000:${at}`,
    kinesis: {
      sequenceNumber: String(at),
      partitionKey: 'p',
      data: bytes.toString('base64'),
      approximateArrivalTimestamp: 1_669_028_700.5,
    },
  }));
  try {
    const { batchItemFailures } = await world.handler(event);
    const failed = batchItemFailures[0];
    if (failed !== undefined) {
      const { bytes } = records[Number(failed.itemIdentifier)] ?? { bytes: Buffer.alloc(0) };
      tally.find('billing-alerts retries what no retry mends', bytes);
    }
  } catch (error) {
    tally.find(`billing-alerts threw: ${String(error)}`, records[1]?.bytes ?? Buffer.alloc(0));
    return;
  }
  judgeQuarantine(records, world, tally);
}

function judgeQuarantine(
  records: readonly FuzzedRecord[],
  world: AlertWorld,
  tally: FuzzTally,
): void {
  const payloads = new Map(
    world.quarantined.map((record) => [record.sequence_number, record.payload_base64]),
  );
  for (const [at, { bytes, isNeighbour }] of records.entries()) {
    const payload = payloads.get(String(at));
    if (payload !== undefined && payload !== bytes.toString('base64')) {
      tally.find('billing-alerts quarantines another payload', bytes);
    }
    if (isNeighbour) continue;
    tally.count(`billing-alerts: ${payload === undefined ? 'read' : 'quarantined'}`);
    if (payload === undefined && plainReading(bytes) === undefined) {
      tally.find('billing-alerts passes over what is no JSON', bytes);
    }
  }
  const told = new Set(world.sent.map(({ body }) => String(body['customer_id'])));
  for (const { bytes, isNeighbour } of records) {
    const customer = isNeighbour ? customerOf(bytes.toString()) : '';
    if (isNeighbour && !told.has(customer)) tally.find('billing-alerts: neighbour untold', bytes);
  }
}

function customerOf(text: string): string {
  return /"customer_id":"?(\d+)/.exec(text)?.[1] ?? '';
}
