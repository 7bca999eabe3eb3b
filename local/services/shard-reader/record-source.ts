import type { JsonBytes } from '../../json-bytes';

/** A stream that an event source mapping reads: Kinesis or DynamoDB Streams. */
export interface RecordSource {
  streamArn: string;
  /** Name of the member that describes a batch in failure documents. */
  batchInfoName: 'KinesisBatchInfo' | 'DDBStreamBatchInfo';
  listShards(): Promise<ShardInfo[]>;
  open(shardId: string, position: ShardPosition): ShardCursor;
  /** The record as the function sees it in `Records`. */
  writeEvent(batch: JsonBytes, shardId: string, record: StreamRecord): void;
  /** How many bytes `writeEvent` writes. */
  eventBytes(shardId: string, record: StreamRecord): number;
  /** What filter patterns see. `data` is absent when it is not JSON. */
  filterableOf(record: StreamRecord): Record<string, unknown>;
}

export interface ShardInfo {
  shardId: string;
  parentIds: string[];
}

export type ShardPosition =
  | { type: 'TRIM_HORIZON' }
  | { type: 'LATEST' }
  | { type: 'AT_TIMESTAMP'; atMs: number }
  | { type: 'AFTER'; sequenceNumber: string };

/** Where a consumer begins in the shards that it finds at its first start. */
export type StartPosition = Exclude<ShardPosition, { type: 'AFTER' }>;

export interface ShardCursor {
  /** Oldest first; `ended` once a closed shard has nothing left. Throws `ServiceError` as the stream does. */
  read(recordsMax: number): Promise<{ records: StreamRecord[]; ended: boolean }>;
}

export interface StreamRecord {
  sequenceNumber: string;
  /** Order is kept among records with the same one. */
  partitionKey: string;
  arrivalMs: number;
  data: Uint8Array;
}
