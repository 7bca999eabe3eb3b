/** Bytes of items that a bucket should hold: what naming its differing keys keeps in memory. */
const BYTES_PER_BUCKET = 4_000_000;
const BUCKETS_MIN = 64;
const BUCKETS_MAX = 65_536;

/** In how many buckets the items of a table are compared, by the size that DynamoDB tells of it. */
export function bucketCount(tableBytes: number): number {
  const wanted = Math.ceil(tableBytes / BYTES_PER_BUCKET);
  return Math.min(BUCKETS_MAX, Math.max(BUCKETS_MIN, wanted));
}

/**
 * The bucket of a key, by a hash of its canonical JSON (FNV-1a): an item table has no order in which
 * both sides could be cut into ranges.
 */
export function bucketOfKey(keyJson: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < keyJson.length; at++) {
    hash = Math.imul(hash ^ keyJson.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % buckets;
}
