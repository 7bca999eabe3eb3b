import { RANGES_MAX, type RangeChecksum } from '../../wire/place-ranges';
import type { ListedRow } from '../../wire/row-places';
import type { Side } from './side';

/** A key that does not stand alike on both sides, with what stands there. */
export interface DifferingKey {
  key: readonly (string | null)[];
  place: string;
  source: readonly ListedRow[];
  lake: readonly ListedRow[];
}

export interface FoundDifferences {
  sourceRows: number;
  lakeRows: number;
  ranges: number;
  rangesDiffering: number;
  keys: DifferingKey[];
  /** Rows in differing ranges that were not looked into: more differ than are named at once. */
  rowsNotNamed: number;
}

/** 4,096 ranges at first; each that differs is cut into 256, until it is small enough to list. */
const FIRST_DIGITS = 3;
const CUT_DIGITS = 2;
const CUT_INTO = 16 ** CUT_DIGITS;
/** Below this a range that differs is listed; above 2^36 ranges nothing is gained by another cut. */
const ROWS_LISTED_A_RANGE = 500;
const DIGITS_MAX = 9;
/** Keys and hashes of one side that are held at once. */
const ROWS_LISTED_MAX = 5000;

interface Range {
  prefix: string;
  /** Of the side that has more. */
  rows: number;
}

/**
 * Compares two sides by count and checksum over ranges of places, and bisects to the keys that differ. Each
 * cut reads a side once. What is held: at most `RANGES_MAX` sums and `ROWS_LISTED_MAX` keys of a side, however
 * many rows there are.
 */
export async function findDifferences(source: Side, lake: Side): Promise<FoundDifferences> {
  const cut = { digits: FIRST_DIGITS, within: [] };
  // The source first: what changes in between can reach the lake, and not the other way round.
  const ofSource = await source.checksums(cut);
  const ofLake = await lake.checksums(cut);
  const differing = differingRanges(ofSource, ofLake);
  const { listed, left } = await cutDown(differing, { source, lake });
  const prefixes = listed.map(({ prefix }) => prefix);
  return {
    sourceRows: total(ofSource),
    lakeRows: total(ofLake),
    ranges: 16 ** FIRST_DIGITS,
    rangesDiffering: differing.length,
    keys: await differingKeys(prefixes, { source, lake }),
    rowsNotNamed: total(left),
  };
}

/**
 * The rows of a side after keys were waited for: of those that arrived meanwhile no list says how many they were.
 */
export async function rowsAfterWait(
  lake: Side,
  { lakeRows, rangesDiffering }: FoundDifferences,
  waitSeconds: number,
): Promise<number> {
  if (rangesDiffering === 0 || waitSeconds === 0) return lakeRows;
  return total(await lake.checksums({ digits: 1, within: [] }));
}

interface Sides {
  source: Side;
  lake: Side;
}

/** Cuts ranges until enough of them are small to fill what is listed. */
async function cutDown(
  differing: readonly Range[],
  { source, lake }: Sides,
): Promise<{ listed: Range[]; left: Range[] }> {
  const isSmall = ({ prefix, rows }: Range) =>
    rows <= ROWS_LISTED_A_RANGE || prefix.length >= DIGITS_MAX;
  const small = differing.filter(isSmall);
  const large = differing.filter((range) => !isSmall(range));
  while (large.length > 0 && total(small) < ROWS_LISTED_MAX) {
    const digits = large[0]?.prefix.length ?? FIRST_DIGITS;
    const chosen = large.filter(({ prefix }) => prefix.length === digits);
    const within = chosen.slice(0, RANGES_MAX / CUT_INTO).map(({ prefix }) => prefix);
    large.splice(0, large.length, ...large.filter(({ prefix }) => !within.includes(prefix)));
    const cut = { digits: digits + CUT_DIGITS, within };
    const ranges = differingRanges(await source.checksums(cut), await lake.checksums(cut));
    small.push(...ranges.filter(isSmall));
    large.push(...ranges.filter((range) => !isSmall(range)));
  }
  let held = 0;
  const isListed = ({ rows }: Range) => {
    held += rows;
    return held === rows || held <= ROWS_LISTED_MAX;
  };
  const listed = small.filter(isListed);
  return { listed, left: [...small.filter((range) => !listed.includes(range)), ...large] };
}

function differingRanges(
  source: readonly RangeChecksum[],
  lake: readonly RangeChecksum[],
): Range[] {
  const others = new Map(lake.map((range) => [range.prefix, range]));
  const found: Range[] = [];
  for (const range of source) {
    const other = others.get(range.prefix);
    others.delete(range.prefix);
    if (other?.rows === range.rows && other.checksum === range.checksum) continue;
    found.push({ prefix: range.prefix, rows: Math.max(range.rows, other?.rows ?? 0) });
  }
  return [...found, ...[...others.values()].map(({ prefix, rows }) => ({ prefix, rows }))];
}

async function differingKeys(
  prefixes: readonly string[],
  { source, lake }: Sides,
): Promise<DifferingKey[]> {
  const keys = new Map<string, { source: ListedRow[]; lake: ListedRow[] }>();
  const list = async (side: 'source' | 'lake', from: Side) => {
    for (const [digits, some] of byLength(prefixes)) {
      for (const row of digits === 0 ? [] : await from.list(some)) {
        const key = keys.get(row.place) ?? { source: [], lake: [] };
        key[side].push(row);
        keys.set(row.place, key);
      }
    }
  };
  await list('source', source);
  await list('lake', lake);
  return [...keys].flatMap(([place, sides]) => {
    if (isSame(sides.source, sides.lake)) return [];
    const key = (sides.source[0] ?? sides.lake[0])?.key ?? [];
    return [{ key, place, ...sides }];
  });
}

function byLength(prefixes: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const prefix of prefixes) {
    const group = groups.get(prefix.length);
    if (group === undefined) groups.set(prefix.length, [prefix]);
    else group.push(prefix);
  }
  return groups;
}

/** A key has one row as a rule; several make a difference, whatever they hold. */
function isSame([row, ...more]: readonly ListedRow[], [other, ...others]: readonly ListedRow[]) {
  if (more.length > 0 || others.length > 0) return false;
  return row?.hash === other?.hash && row?.copies === other?.copies;
}

function total(ranges: readonly { rows: number }[]): number {
  return ranges.reduce((sum, { rows }) => sum + rows, 0);
}
