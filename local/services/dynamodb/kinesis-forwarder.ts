import type { DynaliteTable } from 'dynalite/db';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { PUT_RECORDS_MAX, RECORD_BYTES_MAX } from '../kinesis/limits';
import type { ChangeLog, LoggedChange } from './change-log';
import { pickKey } from './describe-table';
import { type KinesisRecord, kinesisRecord } from './kinesis-record';
import { putKinesisRecords, recordBytes } from './put-kinesis-records';
import type { KinesisDestination } from './table-settings';
import { unorderedRecords } from './unordered-records';

export interface ForwarderOptions {
  cloud: Cloud;
  log: ChangeLog;
  tableName: string;
  streamArn: string;
  /** As it is now; undefined once the table is gone. */
  destination: () => KinesisDestination | undefined;
  describe: () => Promise<DynaliteTable>;
  /** Up to and with which change all are in the stream; survives a crash once saved. */
  checkpoint: { read(): Promise<string | undefined>; save(sequenceNumber: string): Promise<void> };
  /** A destination that is being switched off has got all it should. */
  drained: () => Promise<void>;
}

export interface Forwarder {
  /** There may be changes. */
  wake(): void;
  stop(): Promise<void>;
}

/** A stream that takes nothing is tried again ever more seldom. */
const RETRY_MILLISECONDS_MAX = 10_000;

/**
 * Carries the changes of a table into a Kinesis stream, in the order of the log. The checkpoint follows
 * the stream's acknowledgement, so a crash between them sends changes again, under the same event ids.
 */
export function startForwarder(options: ForwarderOptions): Forwarder {
  const stopping = new AbortController();
  const bell = doorbell();
  const done = run(options, bell, stopping.signal);
  return {
    wake: () => bell.ring(),
    stop: async () => {
      stopping.abort(new Error('DynamoDB stops forwarding'));
      bell.ring();
      await done;
    },
  };
}

async function run(options: ForwarderOptions, bell: Doorbell, signal: AbortSignal): Promise<void> {
  const { cloud, streamArn, tableName } = options;
  let lastTrouble = '';
  let refusals = 0;
  let failedCount = 0;
  const dropped = (message: string) => {
    failedCount += 1;
    report(options, 'error', `${message} FailedToReplicateRecordCount is ${failedCount}.`);
  };
  const isStopped = () => signal.aborted;
  while (!isStopped()) {
    try {
      const outcome = await forwardPage(options, { signal, dropped });
      lastTrouble = '';
      refusals = 0;
      if (outcome === 'finished') return;
      if (outcome === 'up-to-date') await bell.rung();
    } catch (error) {
      if (isStopped() || (await isGivenUp(options, error))) return;
      const trouble = `changes of table ${tableName} wait for ${streamArn}: ${String(error)}`;
      if (trouble !== lastTrouble) report(options, 'warning', trouble);
      lastTrouble = trouble;
      const retryMs = Math.min(1000 * 2 ** refusals++, RETRY_MILLISECONDS_MAX);
      await cloud.clock.wait(retryMs, signal).catch(() => undefined);
    }
  }
}

interface Sending {
  signal: AbortSignal;
  dropped: (message: string) => void;
}

async function forwardPage(
  options: ForwarderOptions,
  { signal, dropped }: Sending,
): Promise<'more' | 'up-to-date' | 'finished'> {
  const { cloud, log, tableName, streamArn, checkpoint } = options;
  const destination = options.destination();
  if (destination === undefined) return 'finished';
  const { range, status, precision } = destination;
  const changes = await cloud.clock.track(
    checkpoint.read().then((reached = range.after) =>
      log.read(tableName, {
        after: reached,
        until: range.until,
        changesMax: PUT_RECORDS_MAX,
      }),
    ),
  );
  const last = changes.at(-1);
  if (last === undefined) {
    if (status === 'ACTIVE') return 'up-to-date';
    await options.drained();
    return 'finished';
  }
  const table = await cloud.clock.track(options.describe());
  const records: KinesisRecord[] = [];
  for (const change of changes) {
    const record = kinesisRecord(change, { region: cloud.region, table, precision });
    if (recordBytes(record) <= RECORD_BYTES_MAX) records.push(record);
    else dropped(tooLarge(change, table, recordBytes(record)));
  }
  const sent = unorderedRecords(cloud.hazards, records);
  await putKinesisRecords(cloud, streamArn, { records: sent, signal });
  await cloud.clock.track(checkpoint.save(last.sequenceNumber));
  return 'more';
}

/** A destination that is being switched off does not wait for a stream that was deleted before it. */
async function isGivenUp(options: ForwarderOptions, error: unknown): Promise<boolean> {
  const isGone = error instanceof ServiceError && error.code === 'ResourceNotFoundException';
  if (!isGone || options.destination()?.status !== 'DISABLING') return false;
  const { tableName, streamArn } = options;
  const message = `changes of table ${tableName} are not sent any more: ${streamArn} is gone`;
  report(options, 'error', message);
  await options.drained();
  return true;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_using-shared-capacity.html */
function tooLarge(change: LoggedChange, table: DynaliteTable, bytes: number): string {
  const key = JSON.stringify(pickKey(table, change.newItem ?? change.oldItem ?? {}));
  return (
    `A change of ${key} in table ${table.TableName} is not in the stream: as a record it has ${bytes} bytes, ` +
    `and Kinesis takes ${RECORD_BYTES_MAX}. Bring the item from the table with: reconcile --repair.`
  );
}

function report(
  { cloud, tableName }: ForwarderOptions,
  level: 'warning' | 'error',
  message: string,
): void {
  cloud.report({ source: tableName, level, message });
}

interface Doorbell {
  ring(): void;
  /** Resolves at the next ring, or at once if it rang since the last time. */
  rung(): Promise<void>;
}

function doorbell(): Doorbell {
  let rang = false;
  let answer: (() => void) | undefined;
  return {
    ring: () => {
      rang = true;
      answer?.();
    },
    rung: async () => {
      if (!rang) await new Promise<void>((resolve) => (answer = resolve));
      rang = false;
    },
  };
}
