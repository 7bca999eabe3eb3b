import type { HashKeyRange } from './hash-key';
import { uniformRanges } from './hash-key';
import type { KinesisContext } from './kinesis-operation';
import { formatSequenceNumber, LAST_RECORD_INDEX } from './sequence-number';
import { openShards, type Shard, type Stream } from './stream';

/** Adds an open shard. Its sequence numbers start above its parents'. */
export function openShard(
  { cloud, store }: KinesisContext,
  stream: Stream,
  { range, parents }: { range: HashKeyRange; parents: readonly Shard[] },
): Shard {
  const now = cloud.clock.now();
  const index = stream.state.nextShardIndex++;
  const [parent, adjacent] = parents;
  const after = parents.map(({ state }) => state.createdSeconds + 1);
  const shard = store.createShard(stream.state, {
    id: `shardId-${String(index).padStart(12, '0')}`,
    index,
    range,
    createdMilliseconds: now,
    createdSeconds: Math.max(Math.floor(now / 1000), ...after),
    ...(parent === undefined ? {} : { parentId: parent.state.id }),
    ...(adjacent === undefined ? {} : { adjacentParentId: adjacent.state.id }),
  });
  stream.shards.push(shard);
  return shard;
}

export function splitShard(
  context: KinesisContext,
  stream: Stream,
  split: { shard: Shard; at: bigint },
): void {
  const { range } = split.shard.state;
  closeShard(context, split.shard);
  const parents = [split.shard];
  openShard(context, stream, { parents, range: { start: range.start, end: split.at - 1n } });
  openShard(context, stream, { parents, range: { start: split.at, end: range.end } });
}

/** `parents` are neighbours, the lower first. */
export function mergeShards(
  context: KinesisContext,
  stream: Stream,
  parents: readonly [Shard, Shard],
): void {
  parents.forEach((shard) => closeShard(context, shard));
  const starts = parents.map(({ state }) => state.range.start);
  const ends = parents.map(({ state }) => state.range.end);
  const range = { start: least(starts), end: -least(ends.map((end) => -end)) };
  openShard(context, stream, { parents, range });
}

/** Splits and merges until the open shards are `count` equal ranges, as uniform scaling does. */
export function scaleUniformly(context: KinesisContext, stream: Stream, count: number): void {
  const starts = new Set(uniformRanges(count).map(({ start }) => start));
  for (const start of starts) {
    const shard = openShards(stream).find(
      ({ state: { range } }) => range.start < start && start <= range.end,
    );
    if (shard !== undefined) splitShard(context, stream, { shard, at: start });
  }
  for (
    let pair = findSurplus(stream, starts);
    pair !== undefined;
    pair = findSurplus(stream, starts)
  ) {
    mergeShards(context, stream, pair);
  }
}

export function areNeighbours(first: Shard, second: Shard): boolean {
  const [low, high] = [first, second].sort(byRange);
  if (low === undefined || high === undefined) return false;
  return low.state.range.end + 1n === high.state.range.start;
}

function byRange(first: Shard, second: Shard): number {
  return first.state.range.start < second.state.range.start ? -1 : 1;
}

function findSurplus(stream: Stream, starts: ReadonlySet<bigint>): [Shard, Shard] | undefined {
  const open = openShards(stream).sort(byRange);
  const index = open.findIndex(({ state }) => !starts.has(state.range.start));
  const [low, high] = [open[index - 1], open[index]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function closeShard({ cloud }: KinesisContext, { state }: Shard): void {
  state.closedMilliseconds = cloud.clock.now();
  state.endingSequenceNumber = formatSequenceNumber({
    shardCreatedSeconds: state.createdSeconds,
    shardIndex: state.index,
    recordIndex: LAST_RECORD_INDEX,
    arrivedSeconds: Math.floor(state.closedMilliseconds / 1000),
  });
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (a < b ? a : b));
}
