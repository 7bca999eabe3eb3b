import type { BatchQueue } from './batch-queue';
import { batchQueue } from './batch-queue';
import type { OpenWindow } from '../../shard-reader/checkpoints';
import type { LaneRecord, SettleOptions } from './settle-batch';
import { settleBatch } from './settle-batch';
import { isTooLarge, windowStartMs } from './tumbling-window';

/** Ends the open window although no later record has come. */
interface WindowEnd {
  kind: 'window-end';
  bytes: 0;
}

type LaneItem = LaneRecord | WindowEnd;

export interface LaneOptions extends Omit<SettleOptions, 'window'> {
  /** As an earlier run left it. */
  openWindow: OpenWindow | undefined;
}

export interface ShardLane {
  queue: Pick<BatchQueue<LaneRecord>, 'push' | 'close' | 'size' | 'taken'>;
  /** Ends the open tumbling window if its time is over and nothing waits. */
  endWindowIfOver(): void;
  /** Resolves when the queue is closed and empty; rejects when aborted. */
  run(): Promise<void>;
}

/** Processes its records strictly in order, one batch at a time: what fails holds back what follows. */
export function shardLane(options: LaneOptions): ShardLane {
  const { settings, clock, signal } = options;
  const windowSeconds = settings.tumblingWindowSeconds;
  const window = { open: options.openWindow };
  const settling: SettleOptions = { ...options, window };
  const startOf = (item: LaneRecord) => windowStartMs(item.record.arrivalMs, windowSeconds);
  const queue = batchQueue<LaneItem>(clock, {
    recordsMax: settings.batchSize,
    windowMs: settings.windowSeconds * 1000,
    together: (a, b) =>
      a.kind === 'record' &&
      b.kind === 'record' &&
      (windowSeconds === 0 || startOf(a) === startOf(b)),
  });
  let isEnding = false;

  const endWindow = async () => {
    if (window.open === undefined) return;
    await settleBatch(settling, [], true);
    window.open = undefined;
    isEnding = false;
    await options.finish([], undefined);
  };
  const process = async (items: readonly LaneItem[]) => {
    const records = items.filter((item) => item.kind === 'record');
    const [first] = records;
    if (first === undefined) return endWindow();
    if (windowSeconds > 0) {
      if (window.open?.startMs !== startOf(first)) await endWindow();
      window.open ??= { startMs: startOf(first), state: {} };
    }
    await settleBatch(settling, records, false);
    if (window.open !== undefined && isTooLarge(window.open.state)) await endWindow();
  };

  return {
    queue,
    endWindowIfOver: () => {
      if (window.open === undefined || isEnding || queue.size() > 0) return;
      if (clock.now() < window.open.startMs + windowSeconds * 1000) return;
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
