import type { StoredRecord } from './stream';

/** Index of the first record for which `isAtOrAfter` holds; the records' count where none does. */
export function findRecord(
  records: readonly StoredRecord[],
  isAtOrAfter: (record: StoredRecord) => boolean,
): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const record = records[middle];
    if (record !== undefined && isAtOrAfter(record)) high = middle;
    else low = middle + 1;
  }
  return low;
}
