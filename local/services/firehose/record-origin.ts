import type { SourceRecord } from './source-record';

/** Where a delivery stream's records come from. */
export interface RecordOrigin {
  /** Hands each record to `accept`, until aborted; the next waits for what it answers, if anything. */
  run(
    accept: (record: SourceRecord) => Promise<void> | undefined,
    signal: AbortSignal,
  ): Promise<void>;
  /** These records need not be given again after a restart. */
  acknowledge(records: readonly SourceRecord[]): Promise<void>;
}
