import type { Clock } from '../../../clock';
import { JsonBytes } from '../../../json-bytes';
import { writeRecords } from './batch-event';
import type { PendingBatch } from './batch-retry';
import { freshBatch, planRetry } from './batch-retry';
import type { BatchVerdict } from './batch-verdict';
import { judgeBatch } from './batch-verdict';
import type { OpenWindow } from '../../shard-reader/checkpoints';
import type { DiscardedBatch } from './failure-document';
import type { BatchOutcome } from './invoke-batch';
import type { MappingSettings } from './mapping-settings';
import type { StreamRecord } from '../../shard-reader/record-source';
import { nextState, windowMembers } from './tumbling-window';

export interface LaneRecord {
  kind: 'record';
  record: StreamRecord;
  /** Of its event, as it stands in the invocation. */
  bytes: number;
}

export interface SettleOptions {
  settings: MappingSettings;
  shardId: string;
  clock: Clock;
  signal: AbortSignal;
  /** The tumbling window under way, whose state the invocations hand on. */
  window: { open: OpenWindow | undefined };
  /** What the function sees of it: written with its batch, since many records may wait. */
  writeEvent(batch: JsonBytes, record: StreamRecord): void;
  /** `write` is called for each invocation: its event's memory goes with it. */
  invoke(write: () => JsonBytes): Promise<BatchOutcome>;
  /** How many of the first of so many records are given up for their age, though the clock says otherwise. */
  tooOld(records: number): number;
  discard(batch: Omit<DiscardedBatch, 'shardId'>): Promise<void>;
  /** The records are processed, one way or another; resolves once that survives a crash. */
  finish(records: readonly StreamRecord[], openWindow: OpenWindow | undefined): Promise<void>;
  report(message: string): void;
}

type Answer = Extract<BatchOutcome, { kind: 'answered' }>;

const BACKOFF_MS_MAX = 60_000;
const backoffMs = (attempts: number) => Math.min(1000 * 2 ** (attempts - 1), BACKOFF_MS_MAX);

/**
 * Resolves when every record of the batch is processed or given up, in order; rejects when aborted, with
 * the rest left for the next start. `isFinal` ends the tumbling window.
 */
export async function settleBatch(
  options: SettleOptions,
  records: readonly LaneRecord[],
  isFinal: boolean,
): Promise<void> {
  const { clock, signal } = options;
  let pending = [freshBatch(records)];
  let refusals = 0;
  for (let given = pending.shift(); given !== undefined; given = pending.shift()) {
    signal.throwIfAborted();
    const batch = await dropExpired(options, given);
    if (batch.records.length === 0 && !isFinal) continue;
    const outcome = await invoke(options, batch, isFinal);
    if (outcome.kind === 'not-invoked') {
      options.report(`not invoked, tried again: ${outcome.reason}`);
      await clock.wait(backoffMs(++refusals), signal);
      pending.unshift(batch);
      continue;
    }
    refusals = 0;
    const next = await takeAnswer(options, batch, outcome);
    pending = [...next, ...pending];
    const [retried] = next;
    if (next.length === 1 && retried !== undefined && retried.retriesUsed > batch.retriesUsed) {
      await clock.wait(backoffMs(retried.retriesUsed), signal);
    }
  }
}

/** Gives what is still to be done for the batch. */
async function takeAnswer(
  options: SettleOptions,
  batch: PendingBatch<LaneRecord>,
  answer: Answer,
): Promise<PendingBatch<LaneRecord>[]> {
  const { settings, window } = options;
  if (answer.functionError !== undefined) options.signal.throwIfAborted();
  const verdict = verdictOf(settings, batch, answer);
  if (verdict.kind !== 'failed' && window.open !== undefined) {
    window.open = { ...window.open, state: nextState(answer.payload) };
  }
  const step = planRetry(batch, verdict, settings);
  if (step.discarded) await discard(options, step.discarded, answer);
  await finish(options, step.done);
  return step.next;
}

const finish = (options: SettleOptions, items: readonly LaneRecord[]) =>
  options.finish(
    items.map(({ record }) => record),
    options.window.open,
  );

/** Without an answer the batch was given up for its age. */
async function discard(
  options: SettleOptions,
  batch: PendingBatch<LaneRecord>,
  answer?: Answer,
): Promise<void> {
  const { functionError } = answer ?? {};
  await options.discard({
    condition: answer === undefined ? 'RecordAgeExceeded' : 'RetryAttemptsExhausted',
    records: batch.records.map(({ record }) => record),
    invokes: batch.invokes,
    requestId: answer?.requestId ?? '',
    functionArn: answer?.functionArn ?? '',
    executedVersion: answer?.executedVersion ?? '$LATEST',
    ...(functionError !== undefined && { functionError }),
  });
}

async function dropExpired(
  options: SettleOptions,
  batch: PendingBatch<LaneRecord>,
): Promise<PendingBatch<LaneRecord>> {
  const ageMsMax = options.settings.recordAgeSecondsMax * 1000;
  const nowMs = options.clock.now();
  const isFresh = ({ record }: LaneRecord) => ageMsMax < 0 || nowMs - record.arrivalMs <= ageMsMax;
  const firstFresh = batch.records.findIndex(isFresh);
  const expiredByClock = firstFresh === -1 ? batch.records.length : firstFresh;
  const count = Math.max(expiredByClock, options.tooOld(batch.records.length));
  if (count === 0) return batch;
  const expired = { ...batch, records: batch.records.slice(0, count) };
  await discard(options, expired);
  await finish(options, expired.records);
  return { ...batch, records: batch.records.slice(count) };
}

function invoke(
  options: SettleOptions,
  batch: PendingBatch<LaneRecord>,
  isFinal: boolean,
): Promise<BatchOutcome> {
  const closing = closingOf(options, isFinal);
  const recordBytes = batch.records.reduce((sum, { bytes }) => sum + bytes, 0);
  return options.invoke(() => {
    const event = new JsonBytes(recordBytes + closing.length);
    const write = ({ record }: LaneRecord) => options.writeEvent(event, record);
    return writeRecords(event, batch.records, write).text(closing);
  });
}

/** What follows the records of an event. */
function closingOf({ settings, shardId, window }: SettleOptions, isFinal: boolean): string {
  if (window.open === undefined) return '}';
  const { streamArn, tumblingWindowSeconds: windowSeconds } = settings;
  const members = windowMembers(window.open, { shardId, streamArn, windowSeconds }, isFinal);
  return `,${JSON.stringify(members).slice(1)}`;
}

function verdictOf(
  settings: MappingSettings,
  batch: PendingBatch<LaneRecord>,
  outcome: Answer,
): BatchVerdict {
  if (outcome.functionError !== undefined) return { kind: 'failed' };
  const lacksState = settings.tumblingWindowSeconds > 0 && nextState(outcome.payload) === undefined;
  if (lacksState) return { kind: 'failed' };
  if (!settings.reportsItemFailures) return { kind: 'succeeded' };
  return judgeBatch(
    outcome.payload,
    batch.records.map(({ record }) => record.sequenceNumber),
  );
}
