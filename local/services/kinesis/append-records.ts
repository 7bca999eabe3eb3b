import type { KinesisContext } from './kinesis-operation';
import { formatSequenceNumber } from './sequence-number';
import type { Shard, StoredRecord } from './stream';

export interface NewRecord {
  partitionKey: string;
  data: Uint8Array;
}

/** A record's cost against every limit: its data and its key. */
export function recordBytes({ data, partitionKey }: NewRecord): number {
  return data.length + Buffer.byteLength(partitionKey);
}

/** Whether the shard takes the record now; if so, its share of the second is spent. */
export function admitRecord(context: KinesisContext, shard: Shard, record: NewRecord): boolean {
  if (!context.cloud.limitsEnforced) return true;
  const now = context.cloud.clock.paced();
  if (!shard.writeRecords.isOpen(now) || !shard.writeBytes.tryTake(recordBytes(record), now))
    return false;
  return shard.writeRecords.tryTake(1, now);
}

/**
 * Puts a record at the shard's end, in memory; the caller appends what it placed (`ShardRecords.append`) before it
 * acknowledges. Arrival times never run backwards within a shard.
 */
export function placeRecord(
  context: KinesisContext,
  shard: Shard,
  record: NewRecord,
): StoredRecord {
  const arrivedMilliseconds = Math.max(shard.records.lastArrivedMs, context.cloud.clock.now());
  const stored: StoredRecord = {
    sequenceNumber: formatSequenceNumber({
      shardCreatedSeconds: shard.state.createdSeconds,
      shardIndex: shard.state.index,
      recordIndex: shard.records.nextRecordIndex,
      arrivedSeconds: Math.floor(arrivedMilliseconds / 1000),
    }),
    partitionKey: record.partitionKey,
    data: record.data,
    arrivedMilliseconds,
  };
  shard.records.place(stored);
  return stored;
}
