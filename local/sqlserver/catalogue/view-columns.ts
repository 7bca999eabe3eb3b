import type { ColumnDescription } from '../session';
import type { SqlType } from '../types/sql-type';

const TYPES = {
  sysname: { name: 'nvarchar', length: 128 },
  bit: { name: 'bit' },
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
  int: { name: 'int' },
  bigint: { name: 'bigint' },
  datetime: { name: 'datetime' },
  type: { name: 'char', length: 2 },
  code: { name: 'char', length: 1 },
  permission: { name: 'char', length: 4 },
  description: { name: 'nvarchar', length: 60 },
  text: { name: 'nvarchar', length: 4000 },
  short: { name: 'varchar', length: 254 },
  sid: { name: 'varbinary', length: 85 },
  uniqueidentifier: { name: 'uniqueidentifier' },
} satisfies Record<string, SqlType>;

export type ColumnKind = keyof typeof TYPES | `${keyof typeof TYPES}?`;

/** Names to kinds, in order; a kind that ends in `?` may be NULL. */
export function viewColumns(columns: Record<string, ColumnKind>): ColumnDescription[] {
  return Object.entries(columns).map(([name, kind]) => ({
    name,
    type: TYPES[kind.replace('?', '') as keyof typeof TYPES],
    nullable: kind.endsWith('?'),
  }));
}
