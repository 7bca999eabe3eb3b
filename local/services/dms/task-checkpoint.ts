import type { Log } from '../../storage/storage';
import { FIRST_LSN } from './change';

/** What a task remembers across restarts; written after the stream has acknowledged what it covers. */
export interface TaskCheckpoint {
  /** What the task does when the laptop cloud starts again. */
  desired: 'stopped' | 'running';
  /** Tables whose full load is finished. */
  loaded: Record<string, TableLoad>;
  /** Changes up to and including this commit are in the stream. */
  lsn: string;
  /** The position that the changes are followed from was taken: the load that began after it holds what lies before. */
  positioned: boolean;
  /** Once true, a start must say whether it resumes or reloads. */
  startedBefore: boolean;
  /** When the last load began that repeats an earlier one; null where none did. */
  reloadedAtMs: number | null;
  /** The tables that a run found in its source: what is told of them, it is told of a task that stands, too. */
  tables: { schema: string; name: string }[];
}

export interface TableLoad {
  rows: number;
  startedAtMs: number;
  endedAtMs: number;
}

const NO_CHECKPOINT: TaskCheckpoint = {
  desired: 'stopped',
  loaded: {},
  lsn: FIRST_LSN,
  positioned: false,
  startedBefore: false,
  reloadedAtMs: null,
  tables: [],
};

/** Entries after which the log is rewritten to its last one. */
const COMPACT_AFTER = 1000;

/** From where a task begins that loads all tables anew. */
export function beforeReload(nowMs: number): Partial<TaskCheckpoint> {
  return { loaded: {}, lsn: FIRST_LSN, positioned: false, reloadedAtMs: nowMs };
}

export interface CheckpointStore {
  latest(): TaskCheckpoint;
  save(change: Partial<TaskCheckpoint>): Promise<void>;
}

export async function openCheckpoint(log: Log): Promise<CheckpointStore> {
  let latest = NO_CHECKPOINT;
  let entries = 0;
  for await (const entry of log.read()) {
    latest = {
      ...NO_CHECKPOINT,
      ...(JSON.parse(Buffer.from(entry).toString()) as Partial<TaskCheckpoint>),
    };
    entries += 1;
  }
  return {
    latest: () => latest,
    save: async (change) => {
      latest = { ...latest, ...change };
      const entry = Buffer.from(JSON.stringify(latest));
      entries += 1;
      if (entries <= COMPACT_AFTER) return log.append(entry);
      entries = 1;
      return log.rewrite([entry]);
    },
  };
}
