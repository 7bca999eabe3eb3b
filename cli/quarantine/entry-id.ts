import { createHash } from 'node:crypto';

const HASH_CHARACTERS = 12;

/** Where an object of a failure destination lies: `s3://bucket/key`. */
export function placeOf(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/** The name of a quarantined record: that of its object, and which of the object's records it is, from 1. */
export function entryId(place: string, record: number): string {
  const hash = createHash('sha256').update(place).digest('hex');
  return `${hash.slice(0, HASH_CHARACTERS)}-${record}`;
}
