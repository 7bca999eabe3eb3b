import type { OutgoingRecord } from '../send-in-order';
import { byKind, type Target } from '../target';
import { dmsRecordOfRow } from './dms-record-of-row';
import { itemRecordOfRow } from './item-record-of-row';
import type { LakeChange } from './lake-changes';

/** A change of the lake, and the record that every reader takes for the one it came of. */
export interface RebuiltChange {
  change: LakeChange;
  record: OutgoingRecord;
}

export function rebuiltChange(target: Target, change: LakeChange): RebuiltChange {
  const record = byKind(target, {
    sqlserver: ({ feed }) => dmsRecordOfRow(change, feed.tables),
    dynamodb: ({ feed }) => itemRecordOfRow(change, feed.region),
  });
  return { change, record };
}

/** Where a replay sends to. */
export interface ReplaySink {
  recordsMax: number;
  bytesMax: number;
  /**
   * Sends a batch, in order. `index` counts from the replay's first change. Throws `UserError` where it
   * cannot go on: then nothing of the batch counts as sent.
   */
  send(batch: readonly RebuiltChange[], index: number): Promise<void>;
}
