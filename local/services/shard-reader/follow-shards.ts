import type { Clock } from '../../clock';
import type { Checkpoint, Checkpoints } from './checkpoints';
import type { RecordSource, ShardInfo, ShardPosition, StartPosition } from './record-source';

/** How often a stream without open shards is looked at again. */
const RELIST_MS = 10_000;

export interface FollowOptions {
  source: RecordSource;
  checkpoints: Checkpoints;
  /** Where shards begin that exist at the first start; children of later splits begin at their first record. */
  start: StartPosition;
  clock: Clock;
  signal: AbortSignal;
  /** Resolves once the shard is read to its end and all of it is processed. */
  runShard(shardId: string, position: ShardPosition): Promise<void>;
  report(message: string): void;
}

/** Runs every shard of a stream, a child only after its parents are drained, until aborted. */
export async function followShards(options: FollowOptions): Promise<void> {
  const { checkpoints, signal, clock } = options;
  const running = new Map<string, Promise<void>>();
  const startShard = (shardId: string, position: ShardPosition) => {
    const work = options.runShard(shardId, position).then(async () => {
      if (!signal.aborted) await checkpoints.save(shardId, { kind: 'finished' });
    });
    running.set(
      shardId,
      work.finally(() => running.delete(shardId)),
    );
  };
  const startedMs = clock.now();
  const isFirstStart = checkpoints.isEmpty();
  const known = new Set<string>();
  while (!signal.aborted) {
    const shards = await listUntilFound(options);
    if (shards === undefined) break;
    if (isFirstStart && known.size === 0) await noteStart(options, shards, startedMs);
    for (const shard of readyShards(shards, checkpoints, known)) {
      known.add(shard.shardId);
      startShard(shard.shardId, positionOf(checkpoints.of(shard.shardId)));
    }
    if (running.size > 0) await Promise.race(running.values());
    else await clock.wait(RELIST_MS, signal).catch(() => undefined);
  }
  await Promise.all(running.values());
}

/**
 * Remembers when reading began, so that nothing put from then on is missed, not even by a restart before
 * the first record: LATEST means "from this millisecond".
 */
async function noteStart(
  { checkpoints, start }: FollowOptions,
  shards: ShardInfo[],
  nowMs: number,
) {
  const startMs = { TRIM_HORIZON: null, LATEST: nowMs };
  const atMs = start.type === 'AT_TIMESTAMP' ? start.atMs : startMs[start.type];
  for (const { shardId } of shards) await checkpoints.save(shardId, { kind: 'start', atMs });
}

function readyShards(
  shards: ShardInfo[],
  checkpoints: Checkpoints,
  known: ReadonlySet<string>,
): ShardInfo[] {
  const listed = new Set(shards.map(({ shardId }) => shardId));
  const isFinished = (id: string) => !listed.has(id) || checkpoints.of(id)?.kind === 'finished';
  return shards.filter(
    ({ shardId, parentIds }) =>
      !known.has(shardId) && !isFinished(shardId) && parentIds.every(isFinished),
  );
}

function positionOf(checkpoint: Checkpoint | undefined): ShardPosition {
  if (checkpoint?.kind === 'after') {
    return { type: 'AFTER', sequenceNumber: checkpoint.sequenceNumber };
  }
  if (checkpoint?.kind === 'start' && checkpoint.atMs !== null) {
    return { type: 'AT_TIMESTAMP', atMs: checkpoint.atMs };
  }
  return { type: 'TRIM_HORIZON' };
}

async function listUntilFound(options: FollowOptions) {
  const { source, clock, signal } = options;
  for (;;) {
    try {
      return await source.listShards();
    } catch (error) {
      options.report(`cannot list the shards of ${source.streamArn}: ${String(error)}`);
      await clock.wait(1000, signal).catch(() => undefined);
      if (signal.aborted) return undefined;
    }
  }
}
