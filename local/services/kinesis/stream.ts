import type { HashKeyRange } from './hash-key';
import type { RateLimit } from './rate-limit';
import type { ShardRecords } from './shard-records';

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

/** What a stream is apart from its records; this much is kept in the log of streams. */
export interface StreamState {
  name: string;
  arn: string;
  createdMilliseconds: number;
  mode: StreamMode;
  retentionHours: number;
  /** Set while server-side encryption is on. */
  kmsKeyId?: string;
  tags: Record<string, string>;
  nextShardIndex: number;
}

export interface ShardState {
  id: string;
  index: number;
  parentId?: string;
  adjacentParentId?: string;
  range: HashKeyRange;
  createdMilliseconds: number;
  /** In the shard's sequence numbers; later than its parents' even within one second. */
  createdSeconds: number;
  closedMilliseconds?: number;
  endingSequenceNumber?: string;
}

export interface StoredRecord {
  sequenceNumber: string;
  partitionKey: string;
  data: Uint8Array;
  arrivedMilliseconds: number;
}

export interface Shard {
  state: ShardState;
  records: ShardRecords;
  writeBytes: RateLimit;
  writeRecords: RateLimit;
  readBytes: RateLimit;
  readCalls: RateLimit;
}

export interface Stream {
  state: StreamState;
  /** In order of creation; closed ones as long as they may hold records. */
  shards: Shard[];
}

export function isOpen(shard: Shard): boolean {
  return shard.state.closedMilliseconds === undefined;
}

export function openShards(stream: Stream): Shard[] {
  return stream.shards.filter(isOpen);
}

export function encryptionType(stream: Stream): 'KMS' | 'NONE' {
  return stream.state.kmsKeyId === undefined ? 'NONE' : 'KMS';
}
