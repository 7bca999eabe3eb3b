import type { CheckFinding } from './database-runner';

/** Key of the one item of the watch's table (`id`, S), with `state` (JSON, S) and `version` (N). */
export const WATCH_KEY = 'source';

/** A stretch of a table's changes that cannot be shown to have been carried. */
export interface SourceGap {
  /** `schema.table` */
  table: string;
  /** All changes up to this LSN, 20 hex digits, were read; null where that is not known. */
  from: string | null;
  /** The source keeps changes after this LSN only. */
  to: string;
  /** ISO 8601, UTC. A load of the table that began later heals it. */
  foundAt: string;
}

/** What the watch knew of a table at its last look. */
export interface WatchedTable {
  oldestLsn: string;
  /** All changes up to here were read; null where the task's position is not known. */
  readUpTo: string | null;
}

/** What the scheduled watch of a source found last, kept between looks. */
export interface SourceWatchState {
  /** ISO 8601, UTC; empty before the first look. */
  lookedAt: string;
  /** What is wrong; `mend` names the command. */
  findings: CheckFinding[];
  gaps: SourceGap[];
  /** Percent of the change tables' retention; null where it is not known. */
  retentionUsedPercent: number | null;
  /** Why this look stopped the task; null when it did not. */
  stoppedBecause: string | null;
  tables: Record<string, WatchedTable>;
}

/** What is lost, in one sentence without its full stop. */
export function gapText({ table, from, to, foundAt }: SourceGap): string {
  const stretch = `${from === null ? 'an unknown position' : `LSN ${from}`} to LSN ${to}`;
  return `${table}: changes from ${stretch} are gone from the source and were not seen to be read (found ${foundAt})`;
}

/** The same, with the command that heals. */
export function gapWithRemedy(gap: SourceGap): string {
  return `${gapText(gap)}. Run \`tributary heal\`, which loads the table again and takes out what was deleted`;
}
