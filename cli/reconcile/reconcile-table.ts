import { KEYS_READ_MAX, type SourcePosition } from '../../wire/database-runner';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { invokeRunner } from '../invoke-runner';
import { realPace, type Pace } from '../pace';
import type { Screen } from '../screen';
import type { RelationalTarget } from '../target';
import {
  findDifferences,
  rowsAfterWait,
  type DifferingKey,
  type FoundDifferences,
} from './find-differences';
import { lookByHash, type KeyLook, type LookAgain } from './key-look';
import { lakeSide } from './lake-side';
import { rowsRelation } from './lake-relation';
import { reloadBegan } from './load-began';
import { lookAtCopies, withContent } from './look-at-copies';
import { lookAtRows } from './look-at-rows';
import { lookText, nameDifferences } from './name-differences';
import { settleKeys, type SettledKeys } from './settle-keys';
import type { Side } from './side';
import { ROWS_PER_PAGE, sourceSide } from './source-side';
import type { TableReconciliation } from './table-reconciliation';

export interface TableToReconcile {
  table: FeedTable;
  /** How long a change may be on its way before its key counts as differing; 0 looks once. */
  waitSeconds: number;
  pace?: Pace;
  rowsPerPage?: number;
}

export interface RowReconciliation {
  result: TableReconciliation;
  /** The keys that differ, as they were last looked at. */
  keys: KeyLook[];
}

/** Keys that are looked at one by one; what differs beyond them is told by what the hashes say. */
const KEYS_LOOKED_AT_MAX = 1000;
const COMPARISONS_A_WAIT = 6;

/**
 * Compares source and lake by count and checksum over key ranges, bisects to the keys that differ, and looks
 * at these again until what was committed has had the time to arrive: rows may change meanwhile.
 */
export async function reconcileTable(
  target: RelationalTarget,
  screen: Screen,
  given: TableToReconcile,
): Promise<RowReconciliation> {
  const { table, waitSeconds } = given;
  const pace = given.pace ?? realPace;
  const position = await invokeRunner(target, { action: 'position' });
  const since = table.key.length === 0 ? await reloadBegan(target, table) : undefined;
  const relation = rowsRelation(target, table, since === undefined ? {} : { since });
  const rowsPerPage = given.rowsPerPage ?? ROWS_PER_PAGE;
  const sides = {
    source: sourceSide(target, screen, { table, rowsPerPage }),
    lake: lakeSide(target.lake, relation),
  };
  const wait = { pace, waitSeconds };
  const found = await compareUntilFew(sides, wait);
  const look = table.key.length > 0 ? lookAtRows(target, table) : lookAtCopies(sides);
  const settled = await settle(found.keys, look, wait);
  const keys =
    table.key.length > 0
      ? settled.differing
      : await withContent(settled.differing, { target, table, relation });
  const lakeRows = await rowsAfterWait(sides.lake, found, waitSeconds);
  const outcome = { position, settled, keys, since, lakeRows };
  return { result: resultOf(table, found, outcome), keys };
}

interface Wait {
  pace: Pace;
  waitSeconds: number;
}

/** While much is on its way, it is left to arrive instead of being looked at key by key. */
async function compareUntilFew(
  sides: { source: Side; lake: Side },
  { pace, waitSeconds }: Wait,
): Promise<FoundDifferences> {
  const deadline = pace.now() + waitSeconds * 1000;
  for (;;) {
    const found = await findDifferences(sides.source, sides.lake);
    const differ = found.keys.length + found.rowsNotNamed;
    if (differ <= KEYS_LOOKED_AT_MAX || pace.now() >= deadline) return found;
    await pace.sleep((waitSeconds * 1000) / COMPARISONS_A_WAIT);
  }
}

async function settle(
  found: readonly DifferingKey[],
  look: LookAgain,
  wait: Wait,
): Promise<SettledKeys> {
  const keys = found.map(lookByHash);
  const lookedAt = wait.waitSeconds === 0 ? KEYS_READ_MAX : KEYS_LOOKED_AT_MAX;
  const first = keys.slice(0, lookedAt);
  const settled = await settleKeys(first.length === 0 ? [] : await look(first), look, wait);
  return { ...settled, differing: [...settled.differing, ...keys.slice(lookedAt)] };
}

function resultOf(
  table: FeedTable,
  found: FoundDifferences,
  outcome: {
    position: SourcePosition;
    settled: SettledKeys;
    keys: readonly KeyLook[];
    since: string | undefined;
    lakeRows: number;
  },
): TableReconciliation {
  const { position, settled, keys, since, lakeRows } = outcome;
  const unnamed = found.rowsNotNamed + settled.differing.length - keys.length;
  return {
    table: tableName(table),
    position: positionText(position),
    sourceRows: found.sourceRows,
    lakeRows,
    ranges: found.ranges,
    rangesDiffering: found.rangesDiffering,
    exact: settled.differing.length === 0 && found.rowsNotNamed === 0,
    ...nameDifferences(table, keys),
    ...(settled.changing.length > 0 && {
      changing: settled.changing.map((look) => lookText(table, look)),
    }),
    ...(unnamed > 0 && { rowsNotNamed: unnamed }),
    ...(since !== undefined && {
      inexact: `loaded again since ${since}, and without a key a change during a load can count twice`,
    }),
  };
}

/** `0000002c:00000170:0003, 2026-01-02T03:04:05.1234567Z` */
function positionText({ lsn, time }: SourcePosition): string {
  if (lsn === null) return time;
  return `${lsn.slice(0, 8)}:${lsn.slice(8, 16)}:${lsn.slice(16)}, ${time}`;
}
