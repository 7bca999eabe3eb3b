import type { SqlType } from '../types/sql-type';

export interface ColumnDefinition {
  name: string;
  /** Stays with the column for its life; never given to another column of the table. */
  id: number;
  type: SqlType;
  nullable: boolean;
  identity?: { seed: bigint; increment: bigint };
  /** The expression as T-SQL text. */
  default?: { name: string; text: string };
}

export interface KeyDefinition {
  name: string;
  kind: 'primary key' | 'unique' | 'unique index';
  clustered: boolean;
  /** Column names, in key order. */
  columns: string[];
}

export interface TableDefinition {
  objectId: number;
  schema: string;
  name: string;
  columns: ColumnDefinition[];
  keys: KeyDefinition[];
  /** Milliseconds since 1970. */
  createdMs: number;
  /** Made by the server (is_ms_shipped): its rows are durable but never in the transaction log. */
  isSystem: boolean;
}
