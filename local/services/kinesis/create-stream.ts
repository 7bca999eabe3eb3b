import { z } from 'zod';
import { operation, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { streamArn } from './find-stream';
import { uniformRanges } from './hash-key';
import type { KinesisContext } from './kinesis-operation';
import { ON_DEMAND_SHARDS, RETENTION_HOURS_MIN, SHARDS_MAX } from './limits';
import { openShard } from './reshard';
import type { Stream, StreamState } from './stream';
import { count, streamName, tags, validate } from './validate';

const input = z.object({
  StreamName: streamName,
  ShardCount: count(1, SHARDS_MAX).optional(),
  StreamModeDetails: z.object({ StreamMode: z.enum(['PROVISIONED', 'ON_DEMAND']) }).optional(),
  Tags: tags.optional(),
});

type Input = z.output<typeof input>;

/** A stream is active at once here; on AWS it takes some seconds. */
export function createStream(context: KinesisContext): Operation {
  const { cloud, store } = context;
  return operation({
    parse: (raw) => validate(input, raw),
    iamActions: () => ['kinesis:CreateStream'],
    resources: ({ StreamName }) => [streamArn(cloud, StreamName)],
    run: async (request) => {
      const streams = await store.ready();
      const shards = initialShards(request);
      if (streams.has(request.StreamName)) {
        throw new ServiceError(
          'ResourceInUseException',
          `Stream ${request.StreamName} under account ${cloud.account} already exists.`,
        );
      }
      const stream = newStream(context, request);
      for (const range of uniformRanges(shards)) openShard(context, stream, { range, parents: [] });
      streams.set(request.StreamName, stream);
      await store.save(stream);
    },
  });
}

function initialShards({ ShardCount, StreamModeDetails }: Input): number {
  if (StreamModeDetails?.StreamMode === 'ON_DEMAND') {
    if (ShardCount === undefined) return ON_DEMAND_SHARDS;
    throw new ServiceError(
      'ValidationException',
      'ShardCount cannot be given for a stream in ON_DEMAND mode.',
    );
  }
  if (ShardCount !== undefined) return ShardCount;
  throw new ServiceError(
    'ValidationException',
    'ShardCount must be given for a stream in PROVISIONED mode.',
  );
}

function newStream({ cloud }: KinesisContext, request: Input): Stream {
  const state: StreamState = {
    name: request.StreamName,
    arn: streamArn(cloud, request.StreamName),
    createdMilliseconds: cloud.clock.now(),
    mode: request.StreamModeDetails?.StreamMode ?? 'PROVISIONED',
    retentionHours: RETENTION_HOURS_MIN,
    tags: { ...request.Tags },
    nextShardIndex: 0,
  };
  return { state, shards: [] };
}
