import { CanonicalReader } from './item-text/canonical-reader';
import { stringAt } from './item-text/json-bytes';
import { readChange } from './item-text/read-change';
import type { Canary, Unreadable } from './item-text/read-change';

/** One change of an item; keys and images are canonical DynamoDB JSON (`canonicalItem`). */
export interface ItemChange {
  kind: 'change';
  table: string;
  operation: 'insert' | 'update' | 'delete';
  keys: string;
  newImage: string | null;
  oldImage: string | null;
  /** Microseconds since 1970, 20 digits; sorts as text. */
  position: string;
  /** ISO 8601, UTC, with as many fraction digits as the precision has. */
  changeTime: string;
  changeTimePrecision: 'MILLISECOND' | 'MICROSECOND';
  eventId: string | null;
  sizeBytes: string | null;
  /** JSON; null where a caller made the change. */
  userIdentity: string | null;
}

export type ItemRecord = ItemChange | Canary | Unreadable;

/** The destination encodes binary values twice. */
const READER = new CanonicalReader(2);

/** What `readChange` reads, as values of its own. */
export function decodeItemChange(bytes: Uint8Array): ItemRecord {
  const read = readChange(READER, bytes);
  if (read.kind !== 'change') return read;
  const { table, eventId, time, keys, newImage, oldImage, ...told } = read;
  return {
    ...told,
    ...time,
    table: stringAt(READER.bytes, table.from),
    eventId: eventId === undefined ? null : stringAt(READER.bytes, eventId.from),
    keys: READER.text(keys),
    newImage: newImage === undefined ? null : READER.text(newImage),
    oldImage: oldImage === undefined ? null : READER.text(oldImage),
  };
}
