import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { PUT_RECORDS_MAX, sendAllInOrder, sizeOf } from '../send-in-order';
import type { Target } from '../target';
import type { ReplaySink } from './rebuilt-change';

/**
 * Half of what a shard takes a second, so that the source keeps the other half:
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const SHARD_RECORDS_PER_SECOND = 500;
const SHARD_BYTES_PER_SECOND = 512 * 1024;

/** Puts changes into the feed's stream, where each of its readers meets them. */
export async function intoStream(target: Target): Promise<ReplaySink> {
  const { kinesis } = target.clients;
  const { arn } = target.feed.stream;
  const shards = await openShards(target);
  return {
    recordsMax: PUT_RECORDS_MAX,
    bytesMax: SHARD_BYTES_PER_SECOND,
    send: async (batch) => {
      const records = batch.map(({ record }) => record);
      const startedAt = Date.now();
      await sendAllInOrder({ kinesis, arn }, records);
      const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
      const seconds = Math.max(
        records.length / (shards * SHARD_RECORDS_PER_SECOND),
        bytes / (shards * SHARD_BYTES_PER_SECOND),
      );
      await sleep(Math.max(0, startedAt + seconds * 1000 - Date.now()));
    },
  };
}

async function openShards({ clients, feed }: Target): Promise<number> {
  const { StreamDescriptionSummary } = await clients.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamARN: feed.stream.arn }),
  );
  return Math.max(1, StreamDescriptionSummary?.OpenShardCount ?? 1);
}
