import type { CapturePositions } from '../../wire/database-runner';
import type { SourceGap, WatchedTable } from '../../wire/source-watch';

export interface Observation {
  capture: CapturePositions;
  /** Up to where the task has read; undefined where it does not tell. */
  position: string | undefined;
  /** ISO 8601, UTC. */
  now: string;
}

export interface Comparison {
  gaps: SourceGap[];
  tables: Record<string, WatchedTable>;
}

/**
 * Compares what the source still keeps with what was read when it was last looked at. A table has a gap
 * when the source keeps changes only from behind that place on: its change table was cleaned too early, or
 * change data capture was dropped and made anew, as by a restore. What the task read between two looks is
 * not known, so a gap is told rather too often than not: a stretch that nobody can show to have been read.
 */
export function findGaps(
  before: Readonly<Record<string, WatchedTable>>,
  { capture, position, now }: Observation,
): Comparison {
  const gaps: SourceGap[] = [];
  // A table that is not captured now is remembered as it was: its gap shows once it is captured again.
  const tables: Record<string, WatchedTable> = { ...before };
  for (const { table, oldestLsn, unreadSeconds } of capture.tables) {
    const known = before[table];
    if (known !== undefined && isBehindGap(known, oldestLsn, capture.newestLsn)) {
      gaps.push({ table, from: known.readUpTo, to: oldestLsn, foundAt: now });
    }
    const isCaughtUp = unreadSeconds === null;
    const readUpTo = isCaughtUp ? later(position, capture.newestLsn) : (position ?? null);
    tables[table] = { oldestLsn, readUpTo };
  }
  return { gaps, tables };
}

function isBehindGap(known: WatchedTable, oldestLsn: string, newestLsn: string | null): boolean {
  if (oldestLsn === known.oldestLsn) return false;
  if (known.readUpTo === null) return true;
  // A log that ends before what was read is that of an older copy of the database.
  const isOlderCopy =
    newestLsn !== null && newestLsn < known.readUpTo && oldestLsn < known.oldestLsn;
  return oldestLsn > known.readUpTo || isOlderCopy;
}

/** Without a position nothing is known, however far the log reaches. */
function later(position: string | undefined, newestLsn: string | null): string | null {
  if (position === undefined) return null;
  return newestLsn !== null && newestLsn > position ? newestLsn : position;
}

/** A load that began after the gap was found has read the table's rows as they stand. */
export function healedBy(
  gap: SourceGap,
  loads: readonly { table: string; startedAt: string }[],
): boolean {
  return loads.some(({ table, startedAt }) => table === gap.table && startedAt > gap.foundAt);
}
