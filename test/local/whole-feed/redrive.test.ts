import type { EntryChoice } from '../../../cli/quarantine/choose-entries';
import { discardEntries } from '../../../cli/quarantine/discard-entries';
import { listQuarantine, type QuarantinedEntry } from '../../../cli/quarantine/list-quarantine';
import { redriveEntries, type RedriveResult } from '../../../cli/quarantine/redrive-entries';
import { silentScreen } from '../../../cli/screen';
import { impatientSettings } from '../../support/impatient-settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { invoiceJson } from '../../support/invoice-records';
import { operatorTarget } from '../../support/operator-target';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  objectsUnder,
  query,
} from '../../support/whole-feed';

const insertInvoice = (id: number) =>
  `INSERT INTO dbo.invoices VALUES (${id}, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')`;

/** A cloud and its feed start for each group. */

let cloud: InProcessCloud;

async function startFeed(): Promise<void> {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(impatientSettings()) });
  await loadFeed(cloud);
}

/** The name of a function that has run, by its folder. */
function functionName(folder: string): string {
  return cloud.invocations.find(({ functionName: name }) => name.endsWith(`-${folder}`))!
    .functionName;
}

async function waiting(): Promise<QuarantinedEntry[]> {
  const entries: QuarantinedEntry[] = [];
  for await (const entry of listQuarantine(operatorTarget(cloud, cloud.feed))) entries.push(entry);
  return entries;
}

async function redrive(choice: EntryChoice = {}, limit = Infinity): Promise<RedriveResult> {
  const target = operatorTarget(cloud, cloud.feed);
  const now = () => cloud.clock.now();
  const result = await redriveEntries(target, silentScreen, { choice, limit, now });
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  return result;
}

/** The invoices as the lake has them now: id and balance. */
function currentInvoices(): Promise<(string | null)[][]> {
  const view = cloud.feed.lake.views['dbo.invoices']!.current;
  return query(
    cloud,
    `SELECT invoice_id, balance FROM ${view} WHERE invoice_id IN (2, 4, 77, 78) ORDER BY invoice_id`,
  );
}

describe('a batch that the consumer gave up', () => {
  beforeAll(async () => {
    await startFeed();
    const name = functionName('billing-alerts');
    cloud.broken.add(name);
    await execute(cloud, insertInvoice(77));
    await execute(cloud, insertInvoice(78));
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    cloud.broken.delete(name);
  });
  afterAll(() => cloud.close());

  it('waits record by record, with the change that each carries', async () => {
    const entries = await waiting();

    expect(entries.map(({ operation, table, key }) => [operation, table, key])).toEqual([
      ['insert', 'dbo.invoices', '{"invoice_id":"77"}'],
      ['insert', 'dbo.invoices', '{"invoice_id":"78"}'],
    ]);
    expect(entries[0]).toMatchObject({
      feed: 'billing',
      source: functionName('billing-alerts'),
      reason: 'RetryAttemptsExhausted: Unhandled',
      partitionKey: '1219578',
    });
  });

  it('keeps what was not sent again', async () => {
    const [, second] = await waiting();

    expect(await redrive({ ids: [second!.id] })).toEqual({ sent: 1, waiting: 1, failed: [] });
    expect((await waiting()).map(({ key }) => key)).toEqual(['{"invoice_id":"77"}']);
  });

  it('tells each customer once, though all of it is sent', async () => {
    expect(await redrive()).toEqual({ sent: 1, waiting: 0, failed: [] });

    expect(await alertsByInvoice(cloud)).toEqual([
      'bill-ready 1219578 77',
      'bill-ready 1219578 78',
    ]);
    expect(await waiting()).toEqual([]);
  });

  it('is kept, with who sent what again and where it came to stand', async () => {
    const [place] = cloud.feed.quarantine;
    const settled = await objectsUnder(cloud, place!.bucket, 'quarantine-settled/');

    const audits = settled.filter(({ key }) => key.endsWith('.audit.jsonl'));
    const lines = audits.flatMap(({ text }) => text.trimEnd().split('\n'));
    expect(settled).toHaveLength(2 * audits.length);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        outcome: 'redriven',
        sequenceNumber: expect.any(String) as string,
      }),
      expect.objectContaining({
        outcome: 'redriven',
        sequenceNumber: expect.any(String) as string,
      }),
    ]);
  });

  it('changes nothing when a crash before the mark has it sent twice', async () => {
    const { bucket } = cloud.feed.quarantine[0]!;
    const moved = await objectsUnder(cloud, bucket, 'quarantine-settled/');
    for (const { key, text } of moved) {
      await cloud.call('s3', 'DeleteObject', { Bucket: bucket, Key: key });
      if (key.endsWith('.audit.jsonl')) continue;
      const Key = key.slice('quarantine-settled/'.length);
      await cloud.call('s3', 'PutObject', { Bucket: bucket, Key, Body: Buffer.from(text) });
    }

    expect(await redrive()).toEqual({ sent: 2, waiting: 0, failed: [] });
    expect(await alertsByInvoice(cloud)).toHaveLength(2);
    expect(await currentInvoices()).toEqual([
      ['2', null],
      ['4', null],
      ['77', null],
      ['78', null],
    ]);
  });
});

describe('changes that the transform failed', () => {
  beforeAll(async () => {
    await startFeed();
    const name = functionName('flatten-row-changes');
    cloud.broken.add(name);
    await execute(cloud, insertInvoice(77));
    await execute(cloud, 'UPDATE dbo.invoices SET balance = 1 WHERE invoice_id IN (2, 4)');
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    cloud.broken.delete(name);
    await execute(cloud, 'UPDATE dbo.invoices SET balance = 9 WHERE invoice_id = 4');
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
  });
  afterAll(() => cloud.close());

  it('leave the lake exact once they are sent again', async () => {
    const before = await currentInvoices();

    const result = await redrive({ reason: 'lambda' });

    expect(before).toEqual([
      ['2', null],
      ['4', '9'],
    ]);
    expect(result).toEqual({ sent: 3, waiting: 0, failed: [] });
    expect(await currentInvoices()).toEqual([
      ['2', '1'],
      ['4', '9'],
      ['77', null],
    ]);
  });

  it('stand in the lake where and when they stood in the stream at first', async () => {
    const arrived = (await lakeLines(cloud))
      .filter(({ operation }) => operation !== 'load')
      .sort((a, b) => (a['sequence_number']! < b['sequence_number']! ? -1 : 1));

    const changes = arrived.map(({ operation, key_json }) => [operation, key_json]);
    expect(changes.at(-1)).toEqual(['update', '{"invoice_id":"4"}']);
    expect(new Set(arrived.map(({ position }) => position)).size).toBe(4);
    const times = arrived.map(({ arrival_time }) => arrival_time!);
    expect(times.at(-1)).toBe([...times].sort().at(-1));
  });

  it('tell nobody twice', async () => {
    expect(await alertsByInvoice(cloud)).toEqual(['bill-ready 1219578 77']);
  });
});

describe('a change that the transform failed, of a row that was loaded again since', () => {
  beforeAll(async () => {
    await startFeed();
    const name = functionName('flatten-row-changes');
    cloud.broken.add(name);
    await execute(cloud, 'UPDATE dbo.invoices SET balance = 1 WHERE invoice_id = 2');
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    cloud.broken.delete(name);
    await loadAgain();
  });
  afterAll(() => cloud.close());

  /** A row of a reload as DMS writes it, which found a balance of 2. */
  async function loadAgain(): Promise<void> {
    const load = invoiceJson({ operation: 'load', invoiceId: 2, customerId: 1365142, order: 0 });
    await cloud.call('kinesis', 'PutRecord', {
      StreamARN: cloud.feed.stream.arn,
      Data: Buffer.from(load.replace('"balance":null', '"balance":2')),
      PartitionKey: '1365142',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
  }

  it('does not undo the load', async () => {
    expect(await redrive()).toEqual({ sent: 1, waiting: 0, failed: [] });

    expect((await currentInvoices())[0]).toEqual(['2', '2']);
  });

  it('is refused where the stream does not hold it any more', async () => {
    const payload = Buffer.from(
      invoiceJson({ operation: 'update', invoiceId: 2, customerId: 1365142, order: 99 }),
    );
    const arrivalTimestamp = cloud.clock.now() - 3_600_000;
    const line = {
      attemptsMade: 4,
      arrivalTimestamp,
      errorCode: 'Lambda.FunctionError',
      errorMessage: 'it failed',
      attemptEndingTimestamp: arrivalTimestamp + 1000,
      rawData: payload.toString('base64'),
    };
    const { bucket, errorPrefix } = cloud.feed.lake;
    await cloud.call('s3', 'PutObject', {
      Bucket: bucket,
      Key: `${errorPrefix}processing-failed/old`,
      Body: Buffer.from(`${JSON.stringify(line)}\n`),
    });

    const { sent, waiting: left, failed } = await redrive();

    expect([sent, left]).toEqual([0, 1]);
    expect(failed[0]?.reason).toMatch(/^the stream does not hold it any more, .*dms reload/);
  });

  it('is dropped by an operator, with the reason, and its payload kept', async () => {
    const target = operatorTarget(cloud, cloud.feed);
    const now = () => cloud.clock.now();

    expect(await discardEntries(target, { table: 'dbo.payments' }, { reason: '', now })).toBe(0);
    expect(await discardEntries(target, {}, { reason: 'the load has it', now })).toBe(1);

    const { bucket, errorPrefix } = cloud.feed.lake;
    const kept = await objectsUnder(cloud, bucket, `quarantine-settled/${errorPrefix}`);
    const audit = kept.find(({ key }) => key.endsWith('old.audit.jsonl'));
    expect(await waiting()).toEqual([]);
    expect(JSON.parse(audit!.text)).toMatchObject({
      outcome: 'discarded',
      reason: 'the load has it',
    });
    expect(kept.map(({ key }) => key)).toContain(
      `quarantine-settled/${errorPrefix}processing-failed/old`,
    );
  });
});

describe('a malformed record', () => {
  const CUT = '{"data":{"invoice_id":9';

  beforeAll(async () => {
    await startFeed();
    await cloud.call('kinesis', 'PutRecord', {
      StreamARN: cloud.feed.stream.arn,
      Data: Buffer.from(CUT),
      PartitionKey: 'p',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
  });
  afterAll(() => cloud.close());

  it('waits once for each reader that could not read it', async () => {
    expect((await waiting()).map(({ source }) => source)).toEqual(['billing-alerts', 'delivery']);
  });

  it('comes back as a new entry when it fails again', async () => {
    const before = await waiting();

    expect(await redrive({ ids: [before[0]!.id] })).toMatchObject({ sent: 1, waiting: 1 });

    const after = await waiting();
    expect(after.map(({ source }) => source)).toEqual(['billing-alerts', 'delivery', 'delivery']);
    expect(after.map(({ id }) => id)).not.toContain(before[0]!.id);
  });
});
