import { canonicalRow, rowShape } from '../../wire/canonical-row';
import type { RangeChecksum, RunnerResponses } from '../../wire/database-runner';
import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { RowChecksum } from '../../wire/row-checksum';
import { quoteName, selectAsText, textOfValue } from '../../wire/select-as-text';
import { columnType, quotedTable, RequestError } from './feed-tables';
import type { Database, ParameterValue, Row, Statement } from './ports/database';
import { typedParameter } from './typed-parameter';

export interface KeyRange {
  from: string | null;
  to: string | null;
}

/** Count and checksum of a range's rows, read row by row. */
export async function checksumRange(
  database: Database,
  table: FeedTable,
  range: KeyRange,
): Promise<RangeChecksum> {
  const shape = rowShape(table);
  const checksum = new RowChecksum();
  await database.stream(rangeQuery(table, range), (row) => {
    checksum.add(Object.values(canonicalRow(shape, textRow(row))));
  });
  return checksum.result();
}

/** The first `rowsMax` rows of a range by key, canonical. */
export async function readRange(
  database: Database,
  table: FeedTable,
  { range, rowsMax }: { range: KeyRange; rowsMax: number },
): Promise<RunnerResponses['read-range']> {
  const shape = rowShape(table);
  const { rows } = await database.query(rangeQuery(table, range, rowsMax + 1));
  return {
    rows: rows.slice(0, rowsMax).map((row) => canonicalRow(shape, textRow(row))),
    truncated: rows.length > rowsMax,
  };
}

/** Types whose order is the same in the database and wherever else ranges are cut. */
const RANGE_TYPES = new Set(['tinyint', 'smallint', 'int', 'bigint']);

/**
 * Boundaries between pieces of about `rowsPerRange` rows, by the first key column. None for a table whose
 * first key column is no whole number: a collation's order of text is not the lake's.
 */
export async function splitRanges(
  database: Database,
  table: FeedTable,
  rowsPerRange: number,
): Promise<RunnerResponses['split-ranges']> {
  const count = await database.query({
    text: `SELECT COUNT_BIG(*) AS n FROM ${quotedTable(table)}`,
  });
  const rows = Number(textOfValue(count.rows[0]?.['n']));
  const [column] = table.key;
  if (column === undefined || !RANGE_TYPES.has(columnType(table, column).name)) {
    return { boundaries: [], rows };
  }
  const boundaries: string[] = [];
  let last = await boundaryAfter(database, table, { column, last: null, rowsPerRange });
  while (last !== undefined) {
    boundaries.push(last);
    last = await boundaryAfter(database, table, { column, last, rowsPerRange });
  }
  return { boundaries, rows };
}

/** The key `rowsPerRange` rows behind `last`, or the next greater one when that many rows share `last`. */
async function boundaryAfter(
  database: Database,
  table: FeedTable,
  step: { column: string; last: string | null; rowsPerRange: number },
): Promise<string | undefined> {
  const name = quoteName(step.column);
  const lower = bound(table, step.column, { name: 'last', text: step.last });
  const where = lower === undefined ? `${name} IS NOT NULL` : `${name} >= ${lower.expression}`;
  const parameters = lower === undefined ? {} : { last: lower.value };
  const jump =
    `SELECT ${name} AS boundary FROM ${quotedTable(table)} WHERE ${where} ` +
    `ORDER BY ${name} OFFSET ${step.rowsPerRange} ROWS FETCH NEXT 1 ROWS ONLY`;
  const boundary = textOfValue(
    (await database.query({ text: jump, parameters })).rows[0]?.['boundary'],
  );
  if (boundary !== step.last || boundary === null || lower === undefined)
    return boundary ?? undefined;
  const next = `SELECT MIN(${name}) AS boundary FROM ${quotedTable(table)} WHERE ${name} > ${lower.expression}`;
  return (
    textOfValue((await database.query({ text: next, parameters })).rows[0]?.['boundary']) ??
    undefined
  );
}

/** All columns as exact text under their own names, the rows of `[from, to)`; nulls lie below every key. */
export function rangeQuery(table: FeedTable, range: KeyRange, rowsMax?: number): Statement {
  const columns = Object.keys(table.columns).map(
    (column) => `${selectAsText(column, columnType(table, column))} AS ${quoteName(column)}`,
  );
  const [key] = table.key;
  if (key === undefined && (range.from !== null || range.to !== null)) {
    throw new RequestError(`Table ${tableName(table)} has no key to cut ranges by`);
  }
  const { where, parameters } =
    key === undefined ? { where: '', parameters: {} } : limits(table, key, range);
  const top = rowsMax === undefined ? '' : `TOP (${rowsMax}) `;
  const order =
    rowsMax === undefined || key === undefined
      ? ''
      : ` ORDER BY ${table.key.map(quoteName).join(', ')}`;
  return {
    text: `SELECT ${top}${columns.join(', ')} FROM ${quotedTable(table)}${where}${order}`,
    parameters,
  };
}

function limits(
  table: FeedTable,
  key: string,
  range: KeyRange,
): { where: string; parameters: Record<string, ParameterValue> } {
  const name = quoteName(key);
  const from = bound(table, key, { name: 'from', text: range.from });
  const to = bound(table, key, { name: 'to', text: range.to });
  const parameters = {
    ...(from === undefined ? {} : { from: from.value }),
    ...(to === undefined ? {} : { to: to.value }),
  };
  const below = to === undefined ? undefined : `${name} < ${to.expression}`;
  if (from !== undefined) {
    const above = `${name} >= ${from.expression}`;
    return { where: ` WHERE ${below === undefined ? above : `${above} AND ${below}`}`, parameters };
  }
  return { where: below === undefined ? '' : ` WHERE (${below} OR ${name} IS NULL)`, parameters };
}

function bound(table: FeedTable, column: string, limit: { name: string; text: string | null }) {
  if (limit.text === null) return undefined;
  return typedParameter(limit.name, columnType(table, column), limit.text);
}

function textRow(row: Row): Record<string, string | null> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOfValue(value)]));
}
