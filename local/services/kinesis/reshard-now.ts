import type { KinesisContext } from './kinesis-operation';
import { mergeShards, splitShard } from './reshard';
import { openShards, type Shard, type Stream } from './stream';

/**
 * A stream changes its shards at most so often in a day.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 */
const RESHARDS_MAX = 10;
const DAY_MS = 86_400_000;

/** Splits a shard or merges two, if the hazard strikes: what is put next goes into the children. */
export async function reshardNow(context: KinesisContext, stream: Stream): Promise<void> {
  const { clock, hazards } = context.cloud;
  if (!hazards.strikes('kinesis-reshard')) return;
  const since = clock.now() - DAY_MS;
  const isYoung = ({ state }: Shard) =>
    state.parentId !== undefined && state.createdMilliseconds > since;
  if (stream.shards.filter(isYoung).length >= RESHARDS_MAX) return;
  const open = openShards(stream).sort((a, b) =>
    a.state.range.start < b.state.range.start ? -1 : 1,
  );
  const at = hazards.below(open.length);
  const [shard, next] = [open[at], open[at + 1]];
  if (shard === undefined) return;
  if (next !== undefined && hazards.below(2) === 0) mergeShards(context, stream, [shard, next]);
  else splitInTheMiddle(context, stream, shard);
  await context.store.save(stream);
}

function splitInTheMiddle(context: KinesisContext, stream: Stream, shard: Shard): void {
  const { start, end } = shard.state.range;
  splitShard(context, stream, { shard, at: start + (end - start) / 2n });
}
