import type { HashKeyRange } from './hash-key';
import { formatSequenceNumber } from './sequence-number';
import type { Shard } from './stream';

/** A shard as DescribeStream and ListShards show it. */
export function describeShard({ state }: Shard) {
  return {
    ShardId: state.id,
    ...(state.parentId === undefined ? {} : { ParentShardId: state.parentId }),
    ...(state.adjacentParentId === undefined
      ? {}
      : { AdjacentParentShardId: state.adjacentParentId }),
    HashKeyRange: describeRange(state.range),
    SequenceNumberRange: {
      StartingSequenceNumber: formatSequenceNumber({
        shardCreatedSeconds: state.createdSeconds,
        shardIndex: state.index,
        recordIndex: 0,
        arrivedSeconds: state.createdSeconds,
      }),
      ...(state.endingSequenceNumber === undefined
        ? {}
        : { EndingSequenceNumber: state.endingSequenceNumber }),
    },
  };
}

export function describeRange({ start, end }: HashKeyRange) {
  return { StartingHashKey: start.toString(), EndingHashKey: end.toString() };
}
