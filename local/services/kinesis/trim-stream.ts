import type { Shard, Stream } from './stream';

/** Fewer expired records than this do not pay for writing a shard's log anew. */
const REWRITE_RECORDS_MIN = 1000;

const trimmedSinceRewrite = new WeakMap<Shard, number>();

/** Forgets records past the stream's retention, and closed shards that can hold none any more. */
export async function trimStream(stream: Stream, nowMilliseconds: number): Promise<void> {
  const horizon = nowMilliseconds - stream.state.retentionHours * 3_600_000;
  for (const shard of stream.shards) await trimShard(shard, horizon);
  const isGone = ({ state }: Shard) => (state.closedMilliseconds ?? Infinity) < horizon;
  if (!stream.shards.some(isGone)) return;
  const gone = stream.shards.filter(isGone);
  stream.shards = stream.shards.filter((shard) => !isGone(shard));
  await Promise.all(gone.map((shard) => shard.log.erase()));
}

async function trimShard(shard: Shard, horizon: number): Promise<void> {
  const first = shard.records[0];
  if (first === undefined || first.arrivedMilliseconds >= horizon) return;
  const kept = shard.records.findIndex(({ arrivedMilliseconds }) => arrivedMilliseconds >= horizon);
  const removed = shard.records.splice(0, kept < 0 ? shard.records.length : kept);
  const trimmed = (trimmedSinceRewrite.get(shard) ?? 0) + removed.length;
  const isWorthIt = trimmed >= Math.max(REWRITE_RECORDS_MIN, shard.records.length);
  trimmedSinceRewrite.set(shard, isWorthIt ? 0 : trimmed);
  if (isWorthIt) await shard.log.keepOnly(shard.records, shard.nextRecordIndex);
}
