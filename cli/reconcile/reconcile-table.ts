import type { RangeChecksum } from '../../wire/database-runner';
import { canonicalRow, rowShape, type RowShape } from '../../wire/canonical-row';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { RowChecksum } from '../../wire/row-checksum';
import { invokeRunner } from '../invoke-runner';
import { queryLake } from '../query-lake';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { compareRows } from './compare-rows';
import { isCutByKey, rangeOfRow, rangesBetween, type KeyRange } from './key-ranges';
import type { Differences, TableReconciliation } from './table-reconciliation';

type Row = Record<string, string | null>;

const ROWS_PER_RANGE = 10_000;
/** Ranges whose keys are named; beyond it the count alone is told. */
const RANGES_NAMED_MAX = 5;

/**
 * Compares source and lake by count and checksum over key ranges, then names the keys of ranges that
 * differ. Run it while no change is on its way, or run it again: a change in flight shows as missing.
 */
export async function reconcileTable(
  target: RelationalTarget,
  screen: Screen,
  table: FeedTable,
): Promise<TableReconciliation> {
  const name = tableName(table);
  const shape = rowShape(table);
  const boundaries = await boundariesOf(target, table);
  const ranges = rangesBetween(boundaries);
  const source: RangeChecksum[] = [];
  for (const range of ranges) {
    screen.status(`${name}: range ${String(source.length + 1)} of ${String(ranges.length)}`);
    source.push(await invokeRunner(target, { action: 'checksum-range', table: name, ...range }));
  }
  const lake = await lakeChecksums(target, table, { shape, boundaries });
  const differing = ranges.flatMap((_, at) => (sameChecksum(source[at], lake[at]) ? [] : [at]));
  const differences = await nameDifferences(target, table, {
    shape,
    boundaries,
    ranges,
    differing: differing.slice(0, RANGES_NAMED_MAX),
  });
  return {
    table: name,
    sourceRows: total(source),
    lakeRows: total(lake),
    ranges: ranges.length,
    rangesDiffering: differing.length,
    exact: differing.length === 0,
    ...differences,
  };
}

function sameChecksum(a: RangeChecksum | undefined, b: RangeChecksum | undefined): boolean {
  return a?.rows === b?.rows && a?.checksum === b?.checksum;
}

function total(checksums: readonly RangeChecksum[]): number {
  return checksums.reduce((sum, { rows }) => sum + rows, 0);
}

async function boundariesOf(target: RelationalTarget, table: FeedTable): Promise<string[]> {
  if (!isCutByKey(table)) return [];
  const { boundaries } = await invokeRunner(target, {
    action: 'split-ranges',
    table: tableName(table),
    rowsPerRange: ROWS_PER_RANGE,
  });
  return boundaries;
}

async function* currentRows(
  target: RelationalTarget,
  table: FeedTable,
  shape: RowShape,
): AsyncGenerator<Row> {
  const view = target.feed.lake.views[tableName(table)]?.current;
  if (view === undefined || view === '') {
    throw new Error(`${tableName(table)} has no view of its current state: it declares no key`);
  }
  const { rows } = await queryLake(target.lake, `SELECT change_row_json FROM "${view}"`);
  for await (const [json] of rows) yield canonicalRow(shape, JSON.parse(json ?? '{}') as Row);
}

async function lakeChecksums(
  target: RelationalTarget,
  table: FeedTable,
  by: { shape: RowShape; boundaries: string[] },
): Promise<RangeChecksum[]> {
  const checksums = Array.from({ length: by.boundaries.length + 1 }, () => new RowChecksum());
  for await (const row of currentRows(target, table, by.shape)) {
    checksums[rangeOfRow(table, by.boundaries, row)]?.add(Object.values(row));
  }
  return checksums.map((checksum) => checksum.result());
}

async function nameDifferences(
  target: RelationalTarget,
  table: FeedTable,
  by: { shape: RowShape; boundaries: string[]; ranges: KeyRange[]; differing: number[] },
): Promise<Differences> {
  if (by.differing.length === 0) return { missing: [], surplus: [], doubled: [], differing: [] };
  const sourceRows: Row[] = [];
  for (const at of by.differing) {
    const { from, to } = by.ranges[at] ?? { from: null, to: null };
    const { rows } = await invokeRunner(target, {
      action: 'read-range',
      table: tableName(table),
      from,
      to,
      rowsMax: ROWS_PER_RANGE * 2,
    });
    sourceRows.push(...rows.map((row) => canonicalRow(by.shape, row)));
  }
  const lakeRows: Row[] = [];
  for await (const row of currentRows(target, table, by.shape)) {
    if (by.differing.includes(rangeOfRow(table, by.boundaries, row))) lakeRows.push(row);
  }
  return compareRows(table, sourceRows, lakeRows);
}
