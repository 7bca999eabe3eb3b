import type { Clock } from '../../../clock';
import type { BatchQueue } from './batch-queue';
import { batchQueue } from './batch-queue';
import type { PendingBatch } from './batch-retry';
import { freshBatch, planRetry } from './batch-retry';
import type { BatchVerdict } from './batch-verdict';
import { judgeBatch } from './batch-verdict';
import type { OpenWindow } from './checkpoints';
import type { DiscardedBatch } from './failure-document';
import type { BatchOutcome } from './invoke-batch';
import type { MappingSettings } from './mapping-settings';
import type { StreamRecord } from './record-source';
import { isTooLarge, nextState, windowMembers, windowStartMs } from './tumbling-window';

export interface LaneRecord {
  kind: 'record';
  record: StreamRecord;
  event: Record<string, unknown>;
  bytes: number;
}

/** Ends the open window although no later record has come. */
interface WindowEnd {
  kind: 'window-end';
  bytes: 0;
}

export interface LaneOptions {
  settings: MappingSettings;
  shardId: string;
  clock: Clock;
  signal: AbortSignal;
  openWindow?: OpenWindow | undefined;
  invoke(body: unknown): Promise<BatchOutcome>;
  discard(batch: Omit<DiscardedBatch, 'shardId'>): Promise<void>;
  /** The records are processed, one way or another; resolves once that survives a crash. */
  finish(records: readonly StreamRecord[], openWindow: OpenWindow | undefined): Promise<void>;
  report(message: string): void;
}

export interface ShardLane {
  queue: Pick<BatchQueue<LaneRecord>, 'push' | 'close' | 'size' | 'taken'>;
  /** Ends the open tumbling window if its time is over and nothing waits. */
  endWindowIfOver(): void;
  /** Resolves when the queue is closed and empty; rejects when aborted. */
  run(): Promise<void>;
}

const BACKOFF_MS_MAX = 60_000;
const backoffMs = (attempts: number) => Math.min(1000 * 2 ** (attempts - 1), BACKOFF_MS_MAX);

/** Processes its records strictly in order, one batch at a time: what fails holds back what follows. */
export function shardLane(options: LaneOptions): ShardLane {
  const { settings, clock, signal } = options;
  const windowSeconds = settings.tumblingWindowSeconds;
  const startOf = (item: LaneRecord) => windowStartMs(item.record.arrivalMs, windowSeconds);
  const queue = batchQueue<LaneRecord | WindowEnd>(clock, {
    recordsMax: settings.batchSize,
    windowMs: settings.windowSeconds * 1000,
    together: (a, b) => isTogether(a as LaneRecord | WindowEnd, b as LaneRecord | WindowEnd),
  });
  const isTogether = (a: LaneRecord | WindowEnd, b: LaneRecord | WindowEnd) =>
    a.kind === 'record' &&
    b.kind === 'record' &&
    (windowSeconds === 0 || startOf(a) === startOf(b));
  let open = options.openWindow;
  let isEnding = false;

  const discard = async (
    batch: PendingBatch<LaneRecord>,
    condition: DiscardedBatch['condition'],
    outcome: Extract<BatchOutcome, { kind: 'answered' }> | undefined,
  ) => {
    const { functionError } = outcome ?? {};
    await options.discard({
      condition,
      records: batch.records.map(({ record }) => record),
      invokes: batch.invokes,
      requestId: outcome?.requestId ?? '',
      functionArn: outcome?.functionArn ?? '',
      executedVersion: outcome?.executedVersion ?? '$LATEST',
      ...(functionError !== undefined && { functionError }),
    });
  };
  const finish = (items: readonly LaneRecord[]) =>
    options.finish(
      items.map(({ record }) => record),
      open,
    );

  const dropExpired = async (batch: PendingBatch<LaneRecord>) => {
    const ageMsMax = settings.recordAgeSecondsMax * 1000;
    const isFresh = ({ record }: LaneRecord) => clock.now() - record.arrivalMs <= ageMsMax;
    if (ageMsMax < 0 || batch.records.every(isFresh)) return batch;
    const firstFresh = batch.records.findIndex(isFresh);
    const count = firstFresh === -1 ? batch.records.length : firstFresh;
    const expired = { ...batch, records: batch.records.slice(0, count) };
    if (count > 0) {
      await discard(expired, 'RecordAgeExceeded', undefined);
      await finish(expired.records);
    }
    return { ...batch, records: batch.records.slice(count) };
  };

  const invoke = (batch: PendingBatch<LaneRecord>, isFinal: boolean) => {
    const Records = batch.records.map(({ event }) => event);
    const shard = { shardId: options.shardId, streamArn: settings.streamArn, windowSeconds };
    const members = open === undefined ? {} : windowMembers(open, shard, isFinal);
    return options.invoke({ Records, ...members });
  };

  const settle = async (records: readonly LaneRecord[], isFinal: boolean) => {
    let pending = [freshBatch(records)];
    let refusals = 0;
    for (let given = pending[0]; given !== undefined; given = pending[0]) {
      signal.throwIfAborted();
      const batch = await dropExpired(given);
      pending = [batch, ...pending.slice(1)];
      if (batch.records.length === 0 && !isFinal) {
        pending.shift();
        continue;
      }
      const outcome = await invoke(batch, isFinal);
      if (outcome.kind === 'not-invoked') {
        options.report(`not invoked, tried again: ${outcome.reason}`);
        await clock.wait(backoffMs(++refusals), signal);
        continue;
      }
      refusals = 0;
      const verdict = verdictOf(settings, batch, outcome);
      if (verdict.kind !== 'failed' && open !== undefined) {
        open = { ...open, state: nextState(outcome.payload) };
      }
      const step = planRetry(batch, verdict, settings);
      if (step.discarded) await discard(step.discarded, 'RetryAttemptsExhausted', outcome);
      await finish(step.done);
      pending = [...step.next, ...pending.slice(1)];
      const isPlainRetry = step.next.length === 1 && step.done.length === 0;
      if (isPlainRetry) await clock.wait(backoffMs(step.next[0]?.retriesUsed ?? 1), signal);
    }
  };

  const endWindow = async () => {
    if (open === undefined) return;
    await settle([], true);
    open = undefined;
    isEnding = false;
    await finish([]);
  };

  const process = async (items: readonly (LaneRecord | WindowEnd)[]) => {
    const records = items.filter((item) => item.kind === 'record');
    const [first] = records;
    if (first === undefined) return endWindow();
    if (windowSeconds > 0) {
      if (open !== undefined && open.startMs !== startOf(first)) await endWindow();
      open ??= { startMs: startOf(first), state: {} };
    }
    await settle(records, false);
    if (open !== undefined && isTooLarge(open.state)) await endWindow();
  };

  return {
    queue,
    endWindowIfOver: () => {
      if (open === undefined || isEnding || queue.size() > 0) return;
      if (clock.now() < open.startMs + windowSeconds * 1000) return;
      isEnding = true;
      queue.push([{ kind: 'window-end', bytes: 0 }]);
    },
    run: async () => {
      for (;;) {
        const items = await queue.next(signal);
        if (items === undefined) break;
        await process(items);
      }
      await endWindow();
    },
  };
}

function verdictOf(
  settings: MappingSettings,
  batch: PendingBatch<LaneRecord>,
  outcome: Extract<BatchOutcome, { kind: 'answered' }>,
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
