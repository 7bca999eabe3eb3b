import { hash } from 'node:crypto';

/** Hash keys are 128 bits: 0 to this. */
export const HASH_KEY_MAX = 2n ** 128n - 1n;

/** Where a partition key falls: its MD5 as a number. */
export function hashPartitionKey(partitionKey: string): bigint {
  return BigInt(`0x${hash('md5', partitionKey)}`);
}

export interface HashKeyRange {
  start: bigint;
  /** Inclusive. */
  end: bigint;
}

/** `count` equal ranges without gap or overlap; the last takes what division leaves over. */
export function uniformRanges(count: number): HashKeyRange[] {
  const width = (HASH_KEY_MAX + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    start: BigInt(index) * width,
    end: index === count - 1 ? HASH_KEY_MAX : BigInt(index + 1) * width - 1n,
  }));
}
