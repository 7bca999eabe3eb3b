import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { findShard } from './find-stream';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { SHARDS_MAX } from './limits';
import { areNeighbours, mergeShards, scaleUniformly, splitShard } from './reshard';
import { isOpen, openShards, type Shard, type Stream } from './stream';
import { count, hashKey, shardId, streamReference } from './validate';

const splitInput = z.object({
  ...streamReference,
  ShardToSplit: shardId,
  NewStartingHashKey: hashKey,
});
const mergeInput = z.object({
  ...streamReference,
  ShardToMerge: shardId,
  AdjacentShardToMerge: shardId,
});
const scaleInput = z.object({
  ...streamReference,
  TargetShardCount: count(1, SHARDS_MAX),
  ScalingType: z.literal('UNIFORM_SCALING'),
});

export function reshardOperations(context: KinesisContext): Record<string, Operation> {
  const { store } = context;
  return {
    SplitShard: streamOperation(context, 'SplitShard', {
      schema: splitInput,
      run: async (stream, input) => {
        const shard = findOpen(context, stream, input.ShardToSplit);
        const at = BigInt(input.NewStartingHashKey);
        if (at <= shard.state.range.start || at >= shard.state.range.end)
          throw badSplit(context, stream, shard, at);
        splitShard(context, stream, { shard, at });
        await store.save(stream);
      },
    }),
    MergeShards: streamOperation(context, 'MergeShards', {
      schema: mergeInput,
      run: async (stream, input) => {
        const first = findOpen(context, stream, input.ShardToMerge);
        const second = findOpen(context, stream, input.AdjacentShardToMerge);
        if (!areNeighbours(first, second)) {
          throw new ServiceError(
            'InvalidArgumentException',
            `Shards ${first.state.id} and ${second.state.id} in stream ${stream.state.name} under account ${context.cloud.account} are not an adjacent pair of shards eligible for merging`,
          );
        }
        mergeShards(context, stream, [first, second]);
        await store.save(stream);
      },
    }),
    UpdateShardCount: streamOperation(context, 'UpdateShardCount', {
      schema: scaleInput,
      run: async (stream, { TargetShardCount }) => {
        const current = openShards(stream).length;
        checkScaling(stream, current, TargetShardCount);
        scaleUniformly(context, stream, TargetShardCount);
        await store.save(stream);
        const { name, arn } = stream.state;
        return { StreamName: name, CurrentShardCount: current, TargetShardCount, StreamARN: arn };
      },
    }),
  };
}

function findOpen(context: KinesisContext, stream: Stream, id: string): Shard {
  refuseOnDemand(stream);
  const shard = findShard(stream, id, context.cloud);
  if (isOpen(shard)) return shard;
  throw new ServiceError(
    'ResourceInUseException',
    `Shard ${id} in stream ${stream.state.name} under account ${context.cloud.account} is not active.`,
  );
}

// eslint-disable-next-line max-params -- the four of them are the message
function badSplit(context: KinesisContext, stream: Stream, shard: Shard, at: bigint): ServiceError {
  return new ServiceError(
    'InvalidArgumentException',
    `NewStartingHashKey ${at} used in SplitShard() on shard ${shard.state.id} in stream ${stream.state.name} under account ${context.cloud.account} is not both greater than one plus the shard's StartingHashKey ${shard.state.range.start} and less than the shard's EndingHashKey ${shard.state.range.end}.`,
  );
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
function checkScaling(stream: Stream, current: number, target: number): void {
  refuseOnDemand(stream);
  if (target > current * 2) {
    throw new ServiceError(
      'LimitExceededException',
      `UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: ${current} Target shard count: ${target}`,
    );
  }
  if (target < current / 2) {
    throw new ServiceError(
      'LimitExceededException',
      `UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: ${current} Target shard count: ${target}`,
    );
  }
}

function refuseOnDemand(stream: Stream): void {
  if (stream.state.mode === 'PROVISIONED') return;
  throw new ServiceError(
    'ValidationException',
    `The stream ${stream.state.name} is in ON_DEMAND mode, whose shards cannot be changed by hand.`,
  );
}
