import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type KinesisClient,
  type _Record as StreamRecord,
} from '@aws-sdk/client-kinesis';
import type { Target } from './target';

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
  for (const shard of await shardIds(kinesis, StreamARN)) {
    await open(shard, from === 'oldest' ? 'TRIM_HORIZON' : 'LATEST');
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

/** All shards of a stream, closed ones too while they hold records. */
export async function shardIds(kinesis: KinesisClient, StreamARN: string): Promise<string[]> {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    // A request with a token may not name the stream again.
    const page = await kinesis.send(
      new ListShardsCommand(token === undefined ? { StreamARN } : { NextToken: token }),
    );
    ids.push(...(page.Shards ?? []).flatMap((shard) => shard.ShardId ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return ids;
}
