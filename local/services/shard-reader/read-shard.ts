import type { Clock } from '../../clock';
import type { ShardCursor, StreamRecord } from './record-source';

export interface ReadShardOptions {
  cursor: ShardCursor;
  clock: Clock;
  signal: AbortSignal;
  recordsMax: number;
  /** From one read to the next; the argument tells how many records the last one gave. */
  intervalMs(recordsRead: number): number;
  /** The next read waits for it, however long it takes: this is how a slow consumer holds back its reader. */
  take(records: StreamRecord[]): Promise<void>;
  report(message: string): void;
}

const RETRY_MS = 1000;

/** Reads a shard in order until it ends (true) or the signal aborts (false); a refused read is tried again. */
export async function readShard(options: ReadShardOptions): Promise<boolean> {
  const { cursor, clock, signal } = options;
  const pause = (milliseconds: number) => clock.wait(milliseconds, signal).catch(() => undefined);
  let lastRefusal = '';
  while (!signal.aborted) {
    const startedMs = clock.paced();
    try {
      const { records, ended } = await cursor.read(options.recordsMax);
      lastRefusal = '';
      await options.take(records);
      if (ended) return true;
      const leftMs = startedMs + options.intervalMs(records.length) - clock.paced();
      if (leftMs > 0) await pause(leftMs);
    } catch (error) {
      if (String(error) !== lastRefusal) options.report(`reading is refused: ${String(error)}`);
      lastRefusal = String(error);
      await pause(RETRY_MS);
    }
  }
  return false;
}
