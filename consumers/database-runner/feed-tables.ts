import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { quoteName } from '../../wire/select-as-text';
import { parseSqlServerType } from '../../wire/sql-server-type';
import type { SqlServerType } from '../../wire/sql-server-type';

/** The request asks for what the feed does not have. */
export class RequestError extends Error {}

/** The feed's table of that name; no other table can be read or written. */
export function feedTableNamed(tables: readonly FeedTable[], name: string): FeedTable {
  const table = tables.find((known) => tableName(known).toLowerCase() === name.toLowerCase());
  if (table === undefined) {
    const known = tables.map(tableName).join(', ');
    throw new RequestError(`Expected a table of the feed (${known}), got ${JSON.stringify(name)}`);
  }
  return table;
}

export function columnType(table: FeedTable, column: string): SqlServerType {
  const text = table.columns[column];
  if (text === undefined) {
    throw new RequestError(`Table ${tableName(table)} has no column ${JSON.stringify(column)}`);
  }
  return parseSqlServerType(text);
}

/** `[dbo].[invoices]` */
export function quotedTable(table: FeedTable): string {
  return `${quoteName(table.schema)}.${quoteName(table.name)}`;
}
