import type { SourceRecord } from './source-record';

/** Where a delivery stream's records come from. */
export interface RecordOrigin {
  /**
   * Hands each record to `accept`, until the delivery stream stops; the next waits for what it answers, if
   * anything.
   */
  run(accept: (record: SourceRecord) => Promise<void> | undefined): Promise<void>;
  /** These records need not be given again after a restart. While the disk is full it waits for room. */
  acknowledge(records: readonly SourceRecord[]): Promise<void>;
}
