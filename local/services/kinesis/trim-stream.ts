import type { Shard, Stream } from './stream';

/** Records that arrived before have expired. */
export function horizonOf({ state }: Stream, nowMilliseconds: number): number {
  return nowMilliseconds - state.retentionHours * 3_600_000;
}

/** Frees what lies past the stream's retention, and forgets closed shards that can hold nothing any more. */
export async function trimStream(stream: Stream, nowMilliseconds: number): Promise<void> {
  const horizon = horizonOf(stream, nowMilliseconds);
  for (const shard of stream.shards) await shard.records.trim(horizon);
  const isGone = ({ state }: Shard) => (state.closedMilliseconds ?? Infinity) < horizon;
  if (!stream.shards.some(isGone)) return;
  const gone = stream.shards.filter(isGone);
  stream.shards = stream.shards.filter((shard) => !isGone(shard));
  await Promise.all(gone.map((shard) => shard.records.erase()));
}
