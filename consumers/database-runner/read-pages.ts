import type { RunnerRequest, RunnerResponses } from '../../wire/database-runner';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { isWithin, RangeSums } from '../../wire/place-ranges';
import { placeRows, type ListedRow, type PlacedRow } from '../../wire/row-places';
import { quoteName, selectAsText, textOfValue } from '../../wire/select-as-text';
import { columnType, quotedTable, RequestError } from './feed-tables';
import { behindKey, upToKey, type Condition } from './key-bounds';
import type { Database, Row, Statement } from './ports/database';

type Key = (string | null)[];
type PageRequest<Action extends RunnerRequest['action']> = Extract<
  RunnerRequest,
  { action: Action }
>;

/** Count and checksum of a page's ranges, read row by row: memory grows with the ranges alone. */
export async function checksumPage(
  database: Database,
  table: FeedTable,
  request: Omit<PageRequest<'checksum-page'>, 'action' | 'table'>,
): Promise<RunnerResponses['checksum-page']> {
  const sums = new RangeSums(request);
  const read = { database, table, page: request };
  const next = await readPage(read, ({ place, hash }) => {
    sums.add(place, hash);
  });
  return { ranges: sums.result(), next };
}

/** Key and hash of a page's rows that lie within the ranges. */
export async function listPage(
  database: Database,
  table: FeedTable,
  request: Omit<PageRequest<'list-page'>, 'action' | 'table'>,
): Promise<RunnerResponses['list-page']> {
  const within = new Set(request.within);
  const digits = request.within[0]?.length ?? 0;
  const rows = new Map<string, ListedRow>();
  const next = await readPage({ database, table, page: request }, ({ key, place, hash }) => {
    if (!isWithin(within, digits, place)) return;
    const listed = rows.get(place + hash);
    if (listed === undefined) rows.set(place + hash, { key, place, hash, copies: 1 });
    else listed.copies += 1;
  });
  return { rows: [...rows.values()], next };
}

/**
 * Reads the rows behind a key up to the one `rowsPerPage` on, with all that share that key, and gives its
 * key. A table without a key has one page: nothing tells where it would go on.
 */
async function readPage(
  read: { database: Database; table: FeedTable; page: { after: Key | null; rowsPerPage: number } },
  visit: (row: PlacedRow) => void,
): Promise<Key | null> {
  const { database, table, page } = read;
  if (table.key.length === 0 && page.after !== null) {
    throw new RequestError(`Table ${tableName(table)} has no key to go on behind`);
  }
  const last = await lastKey(database, table, page);
  const placed = placeRows(table);
  await database.stream(pageQuery(table, { after: page.after, last }), (row) => {
    visit(placed(textRow(row)));
  });
  return last;
}

/** Null where the page reaches the table's end. */
async function lastKey(
  database: Database,
  table: FeedTable,
  { after, rowsPerPage }: { after: Key | null; rowsPerPage: number },
): Promise<Key | null> {
  if (table.key.length === 0) return null;
  const { rows } = await database.query(lastKeyQuery(table, { after, rowsPerPage }));
  const [row] = rows;
  return row === undefined ? null : table.key.map((_, at) => textOfValue(row[keyAlias(at)]));
}

/** Of a column's exact text, under a name of its own: an ORDER BY takes an alias before the column. */
export function lastKeyQuery(
  table: FeedTable,
  { after, rowsPerPage }: { after: Key | null; rowsPerPage: number },
): Statement {
  const condition = after === null ? undefined : behindKey(table, after);
  const keys = table.key.map(
    (column, at) => `${selectAsText(column, columnType(table, column))} AS ${keyAlias(at)}`,
  );
  return {
    text:
      `SELECT ${keys.join(', ')} FROM ${quotedTable(table)}${where([condition])} ` +
      `ORDER BY ${table.key.map(quoteName).join(', ')} ` +
      `OFFSET ${String(rowsPerPage - 1)} ROWS FETCH NEXT 1 ROWS ONLY`,
    parameters: condition?.parameters ?? {},
  };
}

/** All columns as exact text under their own names, the rows behind one key and up to another. */
export function pageQuery(
  table: FeedTable,
  { after, last }: { after: Key | null; last: Key | null },
): Statement {
  const conditions = [
    after === null ? undefined : behindKey(table, after),
    last === null ? undefined : upToKey(table, last),
  ];
  const parameters = conditions.map((condition) => condition?.parameters ?? {});
  return {
    text: `SELECT ${textColumns(table)} FROM ${quotedTable(table)}${where(conditions)}`,
    parameters: { ...parameters[0], ...parameters[1] },
  };
}

export function textColumns(table: FeedTable): string {
  return Object.keys(table.columns)
    .map((column) => `${selectAsText(column, columnType(table, column))} AS ${quoteName(column)}`)
    .join(', ');
}

export function textRow(row: Row): Record<string, string | null> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOfValue(value)]));
}

function where(conditions: readonly (Condition | undefined)[]): string {
  const texts = conditions.flatMap((condition) => condition?.text ?? []);
  return texts.length === 0 ? '' : ` WHERE ${texts.join(' AND ')}`;
}

function keyAlias(at: number): string {
  return `tributary_key_${String(at)}`;
}
