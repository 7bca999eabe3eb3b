import type { Hazards } from '../../hazards/hazards';
import type { Shard } from './stream';

/** What of a PutRecords call the stream will not take, though it is within every limit. */
export interface Refusals {
  throttled(shard: Shard): boolean;
  failed(at: number): boolean;
}

/** Refuses one shard as a whole, or some entries in a row: those behind them are stored before them. */
export function drawRefusals(hazards: Hazards, shards: readonly Shard[]): Refusals {
  const throttled = hazards.strikes('kinesis-write-throttled')
    ? shards[hazards.below(shards.length)]
    : undefined;
  const isPartial = hazards.strikes('kinesis-put-partial');
  const first = isPartial ? hazards.below(shards.length) : shards.length;
  const last = isPartial ? first + hazards.below(Math.ceil(shards.length / 4)) : -1;
  return {
    throttled: (shard) => shard === throttled,
    failed: (at) => first <= at && at <= last,
  };
}
