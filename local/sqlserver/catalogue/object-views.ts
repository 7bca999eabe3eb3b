import { databaseView } from './database-view';
import { isTrackedByCapture } from '../cdc/capture-state';
import { dateTimeOf } from '../cdc/capture-tables';
import type { VirtualTable } from '../engine/virtual-table';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { SqlValue } from '../types/sql-type';
import { isCharacter } from '../types/type-name';
import { allKeyObjects, keyObjects } from './key-objects';
import type { KeyObject } from './key-objects';
import { COLLATION } from './server-views';
import { SYSTEM_TYPE_IDS, typeStorage } from './type-storage';
import type { ColumnKind } from './view-columns';

const OBJECT_COLUMNS = {
  name: 'sysname',
  object_id: 'int',
  principal_id: 'int?',
  schema_id: 'int',
  parent_object_id: 'int',
  type: 'type?',
  type_desc: 'description?',
  create_date: 'datetime',
  modify_date: 'datetime',
  is_ms_shipped: 'bit',
  is_published: 'bit',
  is_schema_published: 'bit',
} satisfies Record<string, ColumnKind>;

const view = (
  name: string,
  columns: Record<string, ColumnKind>,
  rows: (database: Database) => SqlValue[][],
) => databaseView({ schema: 'sys', name }, columns, rows);

function objectRow(database: Database, table: Table): SqlValue[] {
  return [
    table.name,
    table.objectId,
    null,
    database.schema(table.schema)?.id ?? null,
    0,
    'U ',
    'USER_TABLE',
    dateTimeOf(table.createdMs),
    dateTimeOf(table.modifiedMs),
    Number(table.isSystem),
    0,
    0,
  ];
}

function keyRow(database: Database, { key, objectId, table }: KeyObject): SqlValue[] {
  const isPrimary = key.kind === 'primary key';
  return [
    key.name,
    objectId,
    null,
    database.schema(table.schema)?.id ?? null,
    table.objectId,
    isPrimary ? 'PK' : 'UQ',
    isPrimary ? 'PRIMARY_KEY_CONSTRAINT' : 'UNIQUE_CONSTRAINT',
    dateTimeOf(table.createdMs),
    dateTimeOf(table.createdMs),
    0,
    0,
    0,
  ];
}

function constraintsOf(database: Database): KeyObject[] {
  return allKeyObjects(database).filter(({ key }) => key.kind !== 'unique index');
}

export const objectViews: VirtualTable[] = [
  view('schemas', { name: 'sysname', schema_id: 'int', principal_id: 'int?' }, (database) =>
    database.schemas.map(({ name, id }) => [name, id, id <= 4 ? id : 1]),
  ),
  view('objects', OBJECT_COLUMNS, (database) => [
    ...database.tables.map((table) => objectRow(database, table)),
    ...constraintsOf(database).map((key) => keyRow(database, key)),
  ]),
  view(
    'tables',
    {
      ...OBJECT_COLUMNS,
      is_tracked_by_cdc: 'bit?',
      is_replicated: 'bit?',
      temporal_type: 'tinyint?',
    },
    (database) =>
      database.tables.map((table) => [
        ...objectRow(database, table),
        Number(isTrackedByCapture(database, table)),
        0,
        0,
      ]),
  ),
  view(
    'key_constraints',
    { ...OBJECT_COLUMNS, unique_index_id: 'int?', is_system_named: 'bit' },
    (database) => constraintsOf(database).map((key) => [...keyRow(database, key), key.indexId, 0]),
  ),
  view(
    'columns',
    {
      object_id: 'int',
      name: 'sysname?',
      column_id: 'int',
      system_type_id: 'tinyint',
      user_type_id: 'int',
      max_length: 'smallint',
      precision: 'tinyint',
      scale: 'tinyint',
      collation_name: 'sysname?',
      is_nullable: 'bit?',
      is_rowguidcol: 'bit',
      is_identity: 'bit',
      is_computed: 'bit',
      default_object_id: 'int',
    },
    (database) => database.tables.flatMap(columnRows),
  ),
  view(
    'identity_columns',
    {
      object_id: 'int',
      name: 'sysname?',
      column_id: 'int',
      seed_value: 'bigint?',
      increment_value: 'bigint?',
      last_value: 'bigint?',
    },
    (database) =>
      database.tables.flatMap((table) =>
        table.columns.flatMap(({ id, identity, name }) =>
          identity
            ? [
                [
                  table.objectId,
                  name,
                  id,
                  identity.seed,
                  identity.increment,
                  table.lastIdentity ?? null,
                ],
              ]
            : [],
        ),
      ),
  ),
  view(
    'indexes',
    {
      object_id: 'int',
      name: 'sysname?',
      index_id: 'int',
      type: 'tinyint',
      type_desc: 'description?',
      is_unique: 'bit?',
      is_primary_key: 'bit?',
      is_unique_constraint: 'bit?',
      is_disabled: 'bit?',
      has_filter: 'bit?',
    },
    (database) => database.tables.flatMap(indexRows),
  ),
  view(
    'index_columns',
    {
      object_id: 'int',
      index_id: 'int',
      index_column_id: 'int',
      column_id: 'int',
      key_ordinal: 'tinyint',
      is_descending_key: 'bit?',
      is_included_column: 'bit?',
    },
    (database) => allKeyObjects(database).flatMap(indexColumnRows),
  ),
  view(
    'types',
    {
      name: 'sysname',
      system_type_id: 'tinyint',
      user_type_id: 'int',
      schema_id: 'int',
      max_length: 'smallint',
      is_nullable: 'bit?',
      is_user_defined: 'bit',
    },
    () => [
      ...Object.entries(SYSTEM_TYPE_IDS).map(([name, id]) => [name, id, id, 4, 8000, 1, 0]),
      ['numeric', 108, 108, 4, 17, 1, 0],
      ['sysname', 231, 256, 4, 256, 0, 0],
    ],
  ),
];

function columnRows(table: Table): SqlValue[][] {
  return table.columns.map(({ id, identity, name, nullable, type }) => {
    const { maxLength, precision, scale } = typeStorage(type);
    const typeId = SYSTEM_TYPE_IDS[type.name];
    const collation = isCharacter(type) ? COLLATION : null;
    return [
      table.objectId,
      name,
      id,
      typeId,
      typeId,
      maxLength,
      precision,
      scale,
      collation,
      Number(nullable),
      0,
      Number(identity !== undefined),
      0,
      0,
    ];
  });
}

/** A table without a clustered key is a heap: index 0, without a name. */
function indexRows(table: Table): SqlValue[][] {
  const keys = keyObjects(table);
  const heap = keys.some(({ indexId }) => indexId === 1)
    ? []
    : [[table.objectId, null, 0, 0, 'HEAP', 0, 0, 0, 0, 0]];
  const rows = keys.map(({ indexId, key }) => [
    table.objectId,
    key.name,
    indexId,
    indexId === 1 ? 1 : 2,
    indexId === 1 ? 'CLUSTERED' : 'NONCLUSTERED',
    1,
    Number(key.kind === 'primary key'),
    Number(key.kind === 'unique'),
    0,
    0,
  ]);
  return [...heap, ...rows];
}

function indexColumnRows({ indexId, key, table }: KeyObject): SqlValue[][] {
  return key.columns.map((name, at) => [
    table.objectId,
    indexId,
    at + 1,
    table.columns[table.columnIndex(name)]?.id ?? null,
    at + 1,
    0,
    0,
  ]);
}
