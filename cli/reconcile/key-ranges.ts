import { lakeColumnName } from '../../wire/canonical-row';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { parseSqlServerType } from '../../wire/sql-server-type';

/** Rows whose first key column is at least `from` and below `to`; null is unbounded. */
export interface KeyRange {
  from: string | null;
  to: string | null;
}

/** Cuts at the boundaries, in ascending order. */
export function rangesBetween(boundaries: readonly string[]): KeyRange[] {
  return [null, ...boundaries].map((from, at) => ({ from, to: boundaries[at] ?? null }));
}

const INTEGERS = new Set(['tinyint', 'smallint', 'int', 'bigint']);

/**
 * Whether the table is cut into ranges. Only integer keys are: text sorts by the server's collation,
 * which nothing outside the server repeats, so such a table is compared as one range.
 */
export function isCutByKey(table: FeedTable): boolean {
  const [key] = table.key;
  const type = key === undefined ? undefined : table.columns[key];
  if (type === undefined) return false;
  return INTEGERS.has(parseSqlServerType(type).name);
}

/** The index of the range that holds the row. */
export function rangeOfRow(
  table: FeedTable,
  boundaries: readonly string[],
  row: Readonly<Record<string, string | null>>,
): number {
  if (boundaries.length === 0) return 0;
  const [key = ''] = table.key;
  const text = row[lakeColumnName(key)] ?? null;
  if (text === null) return 0;
  const value = integer(table, text);
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (integer(table, boundaries[middle] ?? '') <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function integer(table: FeedTable, text: string): bigint {
  try {
    return BigInt(text);
  } catch (cause) {
    throw new Error(`${tableName(table)}: expected an integer key, got ${JSON.stringify(text)}`, {
      cause,
    });
  }
}
