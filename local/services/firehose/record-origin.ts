import type { SourceRecord } from './source-record';

/** Where a delivery stream's records come from. */
export interface RecordOrigin {
  /** Hands each record to `accept`, until aborted. */
  run(accept: (record: SourceRecord) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** These records need not be given again after a restart. */
  acknowledge(records: readonly SourceRecord[]): Promise<void>;
}
