/** Hexadecimal fields of a sequence number, most significant first; the leading 2 makes it 56 digits. */
export interface SequenceFields {
  shardCreatedSeconds: number;
  shardIndex: number;
  /** Counts the shard's records. */
  recordIndex: number;
  arrivedSeconds: number;
}

/** The record index that no record reaches: a closed shard's end. */
export const LAST_RECORD_INDEX = 0x1fffffffffffff;

/**
 * A sequence number of AWS's shape: 56 decimal digits, so that text order is numeric order. It grows
 * with each record of a shard, and a child shard's numbers are above those of its parents.
 */
export function formatSequenceNumber(fields: SequenceFields): string {
  const { shardCreatedSeconds, shardIndex, recordIndex, arrivedSeconds } = fields;
  let number = 2n;
  number = (number << 36n) | BigInt(shardCreatedSeconds);
  number = (number << 4n) | BigInt(shardIndex % 16);
  number = (number << 64n) | BigInt(recordIndex);
  number = (number << 44n) | BigInt(arrivedSeconds);
  number = (number << 32n) | BigInt(shardIndex);
  return ((number << 4n) | 2n).toString();
}

/** Undefined for what no shard of ours gave out. */
export function parseSequenceNumber(text: string): SequenceFields | undefined {
  if (!/^[1-9]\d{55}$/.test(text)) return undefined;
  const digits = BigInt(text).toString(16);
  if (digits.length !== 47 || !digits.startsWith('2') || !digits.endsWith('2')) return undefined;
  return {
    shardCreatedSeconds: parseInt(digits.slice(1, 10), 16),
    recordIndex: parseInt(digits.slice(11, 27), 16),
    arrivedSeconds: parseInt(digits.slice(29, 38), 16),
    shardIndex: parseInt(digits.slice(38, 46), 16),
  };
}

export function nextSequenceNumber(text: string): string {
  return (BigInt(text) + 1n).toString();
}
