/**
 * What a function writes for a record that it cannot handle: one JSON object per S3 object, under the
 * quarantine prefix, `<prefix><feed>/<shard>/<sequence number>.json`. The name comes from the record, so
 * that a retry overwrites it with itself.
 */
export interface QuarantinedRecord {
  feed: string;
  function: string;
  reason: string;
  shard_id: string;
  sequence_number: string;
  partition_key: string;
  /** ISO 8601, UTC. */
  arrival_time: string;
  /** The change's position where it could be read. */
  position: string | null;
  /** The record as it came, base64: put it into the stream again to send it again. */
  payload_base64: string;
}

export function quarantineKey(
  prefix: string,
  record: Pick<QuarantinedRecord, 'feed' | 'shard_id' | 'sequence_number'>,
): string {
  return `${prefix}${record.feed}/${record.shard_id}/${record.sequence_number}.json`;
}
