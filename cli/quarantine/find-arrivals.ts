import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-kinesis';
import { shardIds } from '../read-stream';
import type { Target } from '../target';
import type { QuarantinedEntry } from './list-quarantine';

/** Where a record stands in the stream. */
export interface StreamPlace {
  shardId: string;
  sequenceNumber: string;
  partitionKey: string;
}

/** A shard gives five reads a second to all its readers: some are left to them. */
const PAUSE_MILLISECONDS = 300;
/** Around the times that delivery tells. */
const MARGIN_MILLISECONDS = 1000;

/**
 * Finds entries in the stream by their arrival and payload, since Firehose tells neither the sequence
 * number nor the partition key of what it failed. By entry id; what the stream no longer holds is not
 * among them.
 */
export async function findArrivals(
  target: Target,
  entries: readonly QuarantinedEntry[],
): Promise<Map<string, StreamPlace>> {
  const found = new Map<string, StreamPlace>();
  const sought = new Map<string, string[]>();
  for (const { id, arrivedAt, payload } of entries) {
    const name = recordName(Date.parse(arrivedAt), payload);
    sought.set(name, [...(sought.get(name) ?? []), id]);
  }
  const times = entries.map(({ arrivedAt }) => Date.parse(arrivedAt));
  const span = {
    from: Math.min(...times) - MARGIN_MILLISECONDS,
    to: Math.max(...times) + MARGIN_MILLISECONDS,
  };
  const { kinesis } = target.clients;
  for (const shardId of await shardIds(kinesis, target.feed.stream.arn)) {
    if (sought.size === 0) break;
    for await (const record of recordsBetween(target, shardId, span)) {
      const { Data, ApproximateArrivalTimestamp, SequenceNumber, PartitionKey } = record;
      const name = recordName(ApproximateArrivalTimestamp?.getTime() ?? 0, Data ?? Buffer.alloc(0));
      const id = sought.get(name)?.shift();
      if (id === undefined) continue;
      if (sought.get(name)?.length === 0) sought.delete(name);
      found.set(id, {
        shardId,
        sequenceNumber: SequenceNumber ?? '',
        partitionKey: PartitionKey ?? '',
      });
    }
  }
  return found;
}

function recordName(arrivalMilliseconds: number, payload: Uint8Array): string {
  return `${arrivalMilliseconds} ${createHash('sha256').update(payload).digest('hex')}`;
}

async function* recordsBetween(
  target: Target,
  shardId: string,
  span: { from: number; to: number },
): AsyncGenerator<StreamRecord> {
  const { kinesis } = target.clients;
  const StreamARN = target.feed.stream.arn;
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamARN,
      ShardId: shardId,
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(span.from),
    }),
  );
  while (ShardIterator !== undefined) {
    const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, StreamARN }));
    const records = page.Records ?? [];
    yield* records;
    const last = records.at(-1)?.ApproximateArrivalTimestamp?.getTime() ?? 0;
    if (last > span.to || (records.length === 0 && page.MillisBehindLatest === 0)) return;
    ShardIterator = page.NextShardIterator;
    await sleep(PAUSE_MILLISECONDS);
  }
}
