import type { SqlValue } from '../types/sql-type';
import type { Fact } from './database';
import type { KeyDefinition, ColumnDefinition, TableDefinition } from './table-definition';

/** A change of anything but rows. Plain data: it is applied live and again when the redo log is replayed. */
export type DefinitionChange =
  | { kind: 'create database'; name: string; id: number; createdMs: number }
  | { kind: 'drop database'; name: string }
  | { kind: 'create schema'; database: string; name: string; id: number }
  | { kind: 'drop schema'; database: string; name: string }
  | { kind: 'create table'; database: string; definition: TableDefinition }
  | { kind: 'drop table'; database: string; objectId: number }
  | { kind: 'truncate table'; database: string; objectId: number }
  | {
      kind: 'add column';
      database: string;
      objectId: number;
      column: ColumnDefinition;
      fill: SqlValue;
    }
  | { kind: 'drop column'; database: string; objectId: number; name: string }
  | { kind: 'add key'; database: string; objectId: number; key: KeyDefinition }
  | { kind: 'drop key'; database: string; objectId: number; name: string }
  | {
      kind: 'set default';
      database: string;
      objectId: number;
      column: string;
      default?: { name: string; text: string };
    }
  | { kind: 'set identity'; database: string; objectId: number; value: bigint }
  /** Without a database the fact is the server's; without a value it is forgotten. */
  | { kind: 'fact'; database?: string; name: string; value?: Fact };
