import type { Clock } from '../../clock';
import type { Log } from '../../storage/storage';
import { untilRoom } from '../../storage/until-room';

/** How far a consumer has come in one shard. */
export type Checkpoint =
  | { kind: 'start'; atMs: number | null }
  | { kind: 'after'; sequenceNumber: string; window?: OpenWindow }
  | { kind: 'finished' };

export interface OpenWindow {
  startMs: number;
  state: unknown;
}

export interface Checkpoints {
  of(shardId: string): Checkpoint | undefined;
  isEmpty(): boolean;
  /** Resolves once the checkpoint survives a crash. While the disk is full it waits for room. */
  save(shardId: string, checkpoint: Checkpoint): Promise<void>;
}

const APPENDS_BEFORE_REWRITE = 1000;

/** Keeps the last checkpoint of each shard in a log. */
export async function openCheckpoints(
  log: Log,
  waiting: { clock: Clock; signal: AbortSignal },
): Promise<Checkpoints> {
  const last = new Map<string, Checkpoint>();
  let appends = 0;
  let writing: Promise<void> = Promise.resolve();
  const encode = (shardId: string, checkpoint: Checkpoint) =>
    Buffer.from(JSON.stringify([shardId, checkpoint]));
  for await (const entry of log.read()) {
    const [shardId, checkpoint] = JSON.parse(Buffer.from(entry).toString()) as [string, Checkpoint];
    last.set(shardId, checkpoint);
    appends += 1;
  }
  const write = async (shardId: string, checkpoint: Checkpoint) => {
    last.set(shardId, checkpoint);
    appends += 1;
    if (appends < APPENDS_BEFORE_REWRITE) return log.append(encode(shardId, checkpoint));
    appends = 0;
    return log.rewrite([...last].map((entry) => encode(...entry)));
  };
  return {
    of: (shardId) => last.get(shardId),
    isEmpty: () => last.size === 0,
    save: (shardId, checkpoint) =>
      (writing = writing
        .catch(() => undefined)
        .then(() => untilRoom(() => write(shardId, checkpoint), waiting))),
  };
}
