import type { Table } from '../storage/table';
import type { CapturedColumn } from './capture-state';
import { cdcError } from './cdc-error';

const RESERVED_NAMES: ReadonlySet<string> = new Set([
  '__$start_lsn',
  '__$end_lsn',
  '__$seqval',
  '__$operation',
  '__$update_mask',
]);

/** The columns of `@captured_column_list` in the order of the table; all of them without one. */
export function captureColumns(table: Table, list: string | undefined): CapturedColumn[] {
  const wanted =
    list === undefined ? undefined : new Set(splitList(list).map((name) => columnOf(table, name)));
  const columns = table.columns.filter((column) => wanted?.has(column) ?? true);
  if (columns.some(({ name }) => RESERVED_NAMES.has(name.toLowerCase()))) {
    throw cdcError(22975, table.qualifiedName);
  }
  return columns.map(({ name, id, type }) => ({ name, columnId: id, type }));
}

/**
 * The key that tells rows apart: of the index named, or else the primary key. `positions` are places
 * in `columns`; empty when the table has neither.
 */
export function captureKey(
  table: Table,
  columns: CapturedColumn[],
  index: string | undefined,
): { indexName: string | null; positions: number[] } {
  const key =
    index === undefined
      ? table.keys.find(({ kind }) => kind === 'primary key')
      : table.keys.find(({ name }) => name.toLowerCase() === index.toLowerCase());
  if (!key && index !== undefined) throw cdcError(22928, index, table.schema, table.name);
  if (!key) return { indexName: null, positions: [] };
  const positions = key.columns.map((column) =>
    columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase()),
  );
  return { indexName: key.name, positions };
}

function columnOf(table: Table, name: string) {
  const column = table.columns[table.columnIndex(name)];
  if (!column) throw cdcError(22930, name, table.schema, table.name);
  return column;
}

/** Names between commas, bare, bracketed or in double quotes. */
function splitList(list: string): string[] {
  const names: string[] = [];
  const pattern = /\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^,[\]"]+))\s*(,|$)/y;
  while (pattern.lastIndex < list.length) {
    const match = pattern.exec(list);
    if (!match) throw cdcError(22965);
    const [, bracketed, quoted, bare = ''] = match;
    names.push(bracketed?.replaceAll(']]', ']') ?? quoted?.replaceAll('""', '"') ?? bare.trim());
    if (match[4] === '') break;
  }
  return names;
}
