import { CanonicalReader } from './item-text/canonical-reader';
import { readChange } from './item-text/read-change';
import type { Canary, ChangeFacts, Unreadable } from './item-text/read-change';

/** One change of an item; keys and images are canonical DynamoDB JSON (`canonicalItem`). */
export interface ItemChange extends ChangeFacts {
  kind: 'change';
  keys: string;
  newImage: string | null;
  oldImage: string | null;
}

export type ItemRecord = ItemChange | Canary | Unreadable;

/** The destination encodes binary values twice. */
const READER = new CanonicalReader(2);

/** See `readChange`, whose result this is as values of its own. */
export function decodeItemChange(bytes: Uint8Array): ItemRecord {
  const read = readChange(READER, bytes);
  if (read.kind !== 'change') return read;
  const { facts, keys, newImage, oldImage } = read;
  return {
    kind: 'change',
    ...facts,
    keys: READER.text(keys),
    newImage: newImage === undefined ? null : READER.text(newImage),
    oldImage: oldImage === undefined ? null : READER.text(oldImage),
  };
}
