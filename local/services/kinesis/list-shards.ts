import { z } from 'zod';
import { operation, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { describeShard } from './describe-shard';
import { findStream, referredName, streamArn } from './find-stream';
import type { KinesisContext } from './kinesis-operation';
import { isOpen, type Shard, type Stream } from './stream';
import { trimStream } from './trim-stream';
import { count, streamReference, validate } from './validate';

const SHARDS_PER_PAGE = 1000;

const FILTERS = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
] as const;

const input = z.object({
  ...streamReference,
  NextToken: z.string().optional(),
  ExclusiveStartShardId: z.string().optional(),
  MaxResults: count(1, 10_000).optional(),
  StreamCreationTimestamp: z.date().optional(),
  ShardFilter: z
    .object({
      Type: z.enum(FILTERS),
      ShardId: z.string().optional(),
      Timestamp: z.date().optional(),
    })
    .optional(),
});

type Input = z.output<typeof input>;
type Filter = NonNullable<Input['ShardFilter']>;

export function listShards({ cloud, store }: KinesisContext): Operation {
  return operation({
    parse: (raw) => {
      const request = validate(input, raw);
      return request.NextToken === undefined
        ? request
        : { ...request, ...parseToken(request.NextToken) };
    },
    iamActions: () => ['kinesis:ListShards'],
    resources: (request) => [streamArn(cloud, referredName(request))],
    run: async (request) => {
      const stream = findStream(await store.ready(), request, cloud);
      await trimStream(stream, cloud.clock.now());
      return page(stream, request);
    },
  });
}

function page(stream: Stream, request: Input) {
  const filter = request.ShardFilter;
  const found = stream.shards
    .filter((shard) => filter === undefined || passes(shard, filter))
    .filter(({ state }) => state.id > (request.ExclusiveStartShardId ?? ''));
  const shown = found.slice(0, request.MaxResults ?? SHARDS_PER_PAGE);
  const last = shown.at(-1);
  return {
    Shards: shown.map(describeShard),
    ...(found.length > shown.length && last !== undefined
      ? { NextToken: formatToken(stream.state.name, last.state.id, filter) }
      : {}),
  };
}

function passes(shard: Shard, filter: Filter): boolean {
  const time = filter.Timestamp?.getTime() ?? 0;
  const closed = shard.state.closedMilliseconds ?? Infinity;
  switch (filter.Type) {
    case 'AFTER_SHARD_ID':
      return shard.state.id > (filter.ShardId ?? '');
    case 'AT_TRIM_HORIZON':
    case 'FROM_TRIM_HORIZON':
      return true;
    case 'AT_LATEST':
      return isOpen(shard);
    case 'AT_TIMESTAMP':
      return shard.state.createdMilliseconds <= time && time <= closed;
    case 'FROM_TIMESTAMP':
      return time <= closed;
  }
}

function formatToken(streamName: string, after: string, filter: Filter | undefined): string {
  return Buffer.from(JSON.stringify([streamName, after, filter])).toString('base64');
}

function parseToken(token: string): Partial<Input> {
  try {
    const [StreamName, ExclusiveStartShardId, filter] = JSON.parse(
      Buffer.from(token, 'base64').toString('utf8'),
    ) as [string, string, (Omit<Filter, 'Timestamp'> & { Timestamp?: string }) | null];
    if (filter === null) return { StreamName, ExclusiveStartShardId };
    const { Timestamp, ...rest } = filter;
    const ShardFilter =
      Timestamp === undefined ? rest : { ...rest, Timestamp: new Date(Timestamp) };
    return { StreamName, ExclusiveStartShardId, ShardFilter };
  } catch (cause) {
    throw new ServiceError('InvalidArgumentException', 'NextToken is not valid.', { cause });
  }
}
