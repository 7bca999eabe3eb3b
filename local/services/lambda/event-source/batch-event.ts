import type { JsonBytes } from '../../../json-bytes';

/** Begins the event that a function gets of a batch; what follows the records, and its end, are the caller's. */
export function writeRecords<Item>(
  event: JsonBytes,
  records: readonly Item[],
  write: (record: Item) => void,
): JsonBytes {
  return event.text('{"Records":[').list(records, write).text(']');
}
