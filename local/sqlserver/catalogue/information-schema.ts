import { databaseView } from './database-view';
import type { VirtualTable } from '../engine/virtual-table';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { SqlType, SqlValue } from '../types/sql-type';
import { isCharacter } from '../types/type-name';
import { allKeyObjects } from './key-objects';
import { COLLATION } from './server-views';
import { typeStorage } from './type-storage';
import type { ColumnKind } from './view-columns';

const LOB_CHARACTERS = -1;

const view = (
  name: string,
  columns: Record<string, ColumnKind>,
  rows: (database: Database) => SqlValue[][],
) => databaseView({ schema: 'INFORMATION_SCHEMA', name }, columns, rows);

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-information-schema-views/system-information-schema-views-transact-sql */
export const informationSchemaViews: VirtualTable[] = [
  view(
    'SCHEMATA',
    { CATALOG_NAME: 'sysname?', SCHEMA_NAME: 'sysname', SCHEMA_OWNER: 'sysname?' },
    (database) => database.schemas.map(({ name }) => [database.name, name, 'dbo']),
  ),
  view(
    'TABLES',
    {
      TABLE_CATALOG: 'sysname?',
      TABLE_SCHEMA: 'sysname?',
      TABLE_NAME: 'sysname',
      TABLE_TYPE: 'sysname?',
    },
    (database) =>
      database.tables.map((table) => [database.name, table.schema, table.name, 'BASE TABLE']),
  ),
  view(
    'COLUMNS',
    {
      TABLE_CATALOG: 'sysname?',
      TABLE_SCHEMA: 'sysname?',
      TABLE_NAME: 'sysname',
      COLUMN_NAME: 'sysname?',
      ORDINAL_POSITION: 'int',
      COLUMN_DEFAULT: 'text?',
      IS_NULLABLE: 'short?',
      DATA_TYPE: 'sysname?',
      CHARACTER_MAXIMUM_LENGTH: 'int?',
      CHARACTER_OCTET_LENGTH: 'int?',
      NUMERIC_PRECISION: 'tinyint?',
      NUMERIC_PRECISION_RADIX: 'smallint?',
      NUMERIC_SCALE: 'int?',
      DATETIME_PRECISION: 'smallint?',
      CHARACTER_SET_NAME: 'sysname?',
      COLLATION_NAME: 'sysname?',
    },
    (database) => database.tables.flatMap((table) => columnRows(database, table)),
  ),
  view(
    'TABLE_CONSTRAINTS',
    {
      CONSTRAINT_CATALOG: 'sysname?',
      CONSTRAINT_SCHEMA: 'sysname?',
      CONSTRAINT_NAME: 'sysname',
      TABLE_CATALOG: 'sysname?',
      TABLE_SCHEMA: 'sysname?',
      TABLE_NAME: 'sysname?',
      CONSTRAINT_TYPE: 'short?',
    },
    (database) =>
      constraints(database).map(({ key, table }) => [
        database.name,
        table.schema,
        key.name,
        database.name,
        table.schema,
        table.name,
        key.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE',
      ]),
  ),
  view(
    'KEY_COLUMN_USAGE',
    {
      CONSTRAINT_CATALOG: 'sysname?',
      CONSTRAINT_SCHEMA: 'sysname?',
      CONSTRAINT_NAME: 'sysname',
      TABLE_CATALOG: 'sysname?',
      TABLE_SCHEMA: 'sysname?',
      TABLE_NAME: 'sysname?',
      COLUMN_NAME: 'sysname?',
      ORDINAL_POSITION: 'int',
    },
    (database) =>
      constraints(database).flatMap(({ key, table }) =>
        key.columns.map((column, at) => [
          database.name,
          table.schema,
          key.name,
          database.name,
          table.schema,
          table.name,
          column,
          at + 1,
        ]),
      ),
  ),
];

function constraints(database: Database) {
  return allKeyObjects(database).filter(({ key }) => key.kind !== 'unique index');
}

function columnRows(database: Database, table: Table): SqlValue[][] {
  return table.columns.map((column, at) => [
    database.name,
    table.schema,
    table.name,
    column.name,
    at + 1,
    column.default?.text ?? null,
    column.nullable ? 'YES' : 'NO',
    column.type.name,
    ...typeFacts(column.type),
  ]);
}

/** From CHARACTER_MAXIMUM_LENGTH to COLLATION_NAME. */
function typeFacts(type: SqlType): SqlValue[] {
  const { maxLength, precision, scale } = typeStorage(type);
  if ('length' in type) {
    const characters = type.length === 'max' ? LOB_CHARACTERS : type.length;
    const national = type.name.startsWith('n');
    const charset = isCharacter(type) ? (national ? 'UNICODE' : 'iso_1') : null;
    return [
      characters,
      maxLength,
      null,
      null,
      null,
      null,
      charset,
      isCharacter(type) ? COLLATION : null,
    ];
  }
  switch (type.name) {
    case 'real':
    case 'float':
      return [null, null, precision, 2, null, null, null, null];
    case 'decimal':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'money':
    case 'smallmoney':
      return [null, null, precision, 10, scale, null, null, null];
    case 'bit':
    case 'uniqueidentifier':
      return [null, null, null, null, null, null, null, null];
    default:
      return [null, null, null, null, null, scale, null, null];
  }
}
