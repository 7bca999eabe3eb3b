import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamSummaryCommand,
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
/**
 * How far before the time that Firehose tells a record is looked for at first: it tells when the record
 * came to it, which is later than when it came into the stream by as much as delivery lags.
 */
const LAG_MILLISECONDS = 15 * 60_000;
const MARGIN_MILLISECONDS = 1000;

/** In milliseconds since 1970. */
interface Span {
  from: number;
  to: number;
}

/**
 * Finds entries in the stream by their payload, since Firehose tells neither the sequence number nor the
 * partition key of what it failed. By entry id; what the stream no longer holds is not among them. Of
 * copies the first counts.
 */
export async function findArrivals(
  target: Target,
  entries: readonly QuarantinedEntry[],
  now: number,
): Promise<Map<string, StreamPlace>> {
  const found = new Map<string, StreamPlace>();
  const horizon = now - (await retentionMilliseconds(target));
  const held = entries.filter(({ arrivedAt }) => Date.parse(arrivedAt) >= horizon);
  const sought = new Map<string, string[]>();
  for (const { id, payload } of held) {
    const name = hashOf(payload);
    sought.set(name, [...(sought.get(name) ?? []), id]);
  }
  const times = held.map(({ arrivedAt }) => Date.parse(arrivedAt));
  const to = Math.max(...times) + MARGIN_MILLISECONDS;
  for (const from of [Math.min(...times) - LAG_MILLISECONDS, horizon]) {
    if (sought.size > 0) await search(target, { from, to }, { sought, found });
  }
  return found;
}

async function search(
  target: Target,
  span: Span,
  { sought, found }: { sought: Map<string, string[]>; found: Map<string, StreamPlace> },
): Promise<void> {
  for (const shardId of await shardIds(target.clients.kinesis, target.feed.stream.arn)) {
    if (sought.size === 0) return;
    for await (const record of recordsBetween(target, shardId, span)) {
      const { Data, SequenceNumber = '', PartitionKey = '' } = record;
      const name = hashOf(Data ?? Buffer.alloc(0));
      const place = { shardId, sequenceNumber: SequenceNumber, partitionKey: PartitionKey };
      for (const id of sought.get(name) ?? []) found.set(id, place);
      sought.delete(name);
    }
  }
}

function hashOf(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}

async function retentionMilliseconds({ clients, feed }: Target): Promise<number> {
  const { StreamDescriptionSummary } = await clients.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamARN: feed.stream.arn }),
  );
  return (StreamDescriptionSummary?.RetentionPeriodHours ?? 0) * 3_600_000;
}

/** A time before all that the stream holds begins with the oldest record. */
async function* recordsBetween(
  target: Target,
  shardId: string,
  { from, to }: Span,
): AsyncGenerator<StreamRecord> {
  const { kinesis } = target.clients;
  const StreamARN = target.feed.stream.arn;
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamARN,
      ShardId: shardId,
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(from),
    }),
  );
  while (ShardIterator !== undefined) {
    const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, StreamARN }));
    const records = page.Records ?? [];
    yield* records;
    const last = records.at(-1)?.ApproximateArrivalTimestamp?.getTime() ?? 0;
    if (last > to || (records.length === 0 && page.MillisBehindLatest === 0)) return;
    ShardIterator = page.NextShardIterator;
    await sleep(PAUSE_MILLISECONDS);
  }
}
