import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  paginateListShards,
  type _Record as StreamRecord,
} from '@aws-sdk/client-kinesis';
import type { Target } from './resolve-target';

export type StreamStart = 'latest' | 'oldest';

/** A reader over all shards of the feed's stream, those included that a split or merge opens meanwhile. */
export interface StreamReader {
  /** What has come since the last look, in order within each shard. */
  read(): Promise<StreamRecord[]>;
  /** True once every shard is closed and read to its end. */
  ended(): boolean;
}

/** `latest` begins with what is put after this returns. */
export async function openStream(target: Target, from: StreamStart): Promise<StreamReader> {
  const { kinesis } = target.clients;
  const StreamARN = target.feed.stream.arn;
  const iterators = new Map<string, string>();
  const known = new Set<string>();
  const open = async (shard: string, type: 'TRIM_HORIZON' | 'LATEST') => {
    if (known.has(shard)) return;
    known.add(shard);
    const { ShardIterator = '' } = await kinesis.send(
      new GetShardIteratorCommand({ StreamARN, ShardId: shard, ShardIteratorType: type }),
    );
    iterators.set(shard, ShardIterator);
  };
  for await (const { Shards = [] } of paginateListShards({ client: kinesis }, { StreamARN })) {
    for (const { ShardId = '' } of Shards) {
      await open(ShardId, from === 'oldest' ? 'TRIM_HORIZON' : 'LATEST');
    }
  }
  return {
    ended: () => iterators.size === 0,
    read: async () => {
      const read: StreamRecord[] = [];
      for (const [shard, ShardIterator] of iterators) {
        const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, StreamARN }));
        read.push(...(page.Records ?? []));
        if (page.NextShardIterator !== undefined) iterators.set(shard, page.NextShardIterator);
        else {
          iterators.delete(shard);
          for (const { ShardId = '' } of page.ChildShards ?? [])
            await open(ShardId, 'TRIM_HORIZON');
        }
      }
      return read;
    },
  };
}
