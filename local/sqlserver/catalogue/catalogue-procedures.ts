import { dateTimeOf } from '../cdc/capture-tables';
import { optional, required, textArgument } from '../cdc/procedure-arguments';
import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { Table } from '../storage/table';
import type { SqlValue } from '../types/sql-type';
import { recoveryModel } from './server-views';
import { typeStorage } from './type-storage';
import { viewColumns } from './view-columns';
import type { ColumnKind } from './view-columns';

const ODBC_TYPES: Record<string, number | undefined> = {
  bit: -7,
  tinyint: -6,
  smallint: 5,
  int: 4,
  bigint: -5,
  decimal: 3,
  money: 3,
  smallmoney: 3,
  real: 7,
  float: 6,
  char: 1,
  varchar: 12,
  nchar: -8,
  nvarchar: -9,
  binary: -2,
  varbinary: -3,
  date: -9,
  datetime: 11,
  smalldatetime: 11,
  datetime2: -9,
  time: -9,
  datetimeoffset: -9,
  uniqueidentifier: -11,
};

/** What SQL clients list databases, tables and columns with. */
export const catalogueProcedures: SystemProcedure[] = [
  listing('sp_databases', [], {
    columns: { DATABASE_NAME: 'sysname', DATABASE_SIZE: 'int?', REMARKS: 'short?' },
    rows: ({ session }) => {
      const names = [...session.engine.store.databases.values()].map(({ name }) => name);
      return names.sort().map((name) => [name, null, null]);
    },
  }),
  listing('sp_helpdb', [optional('@dbname')], {
    columns: {
      name: 'sysname?',
      db_size: 'description?',
      owner: 'sysname?',
      dbid: 'smallint?',
      created: 'datetime?',
      status: 'text?',
      compatibility_level: 'tinyint?',
    },
    rows: databaseRows,
  }),
  listing(
    'sp_tables',
    [
      optional('@table_name', { name: 'nvarchar', length: 384 }),
      optional('@table_owner'),
      optional('@table_qualifier'),
      optional('@table_type', { name: 'varchar', length: 100 }),
    ],
    {
      columns: {
        TABLE_QUALIFIER: 'sysname?',
        TABLE_OWNER: 'sysname?',
        TABLE_NAME: 'sysname?',
        TABLE_TYPE: 'short?',
        REMARKS: 'short?',
      },
      rows: (call) =>
        wantedTables(call).map(({ schema, name }) => [
          call.database.name,
          schema,
          name,
          'TABLE',
          null,
        ]),
    },
  ),
  listing(
    'sp_columns',
    [
      required('@table_name'),
      optional('@table_owner'),
      optional('@table_qualifier'),
      optional('@column_name'),
    ],
    {
      columns: {
        TABLE_QUALIFIER: 'sysname?',
        TABLE_OWNER: 'sysname?',
        TABLE_NAME: 'sysname?',
        COLUMN_NAME: 'sysname?',
        DATA_TYPE: 'smallint',
        TYPE_NAME: 'sysname?',
        PRECISION: 'int?',
        LENGTH: 'int?',
        SCALE: 'smallint?',
        RADIX: 'smallint?',
        NULLABLE: 'smallint',
        REMARKS: 'short?',
        COLUMN_DEF: 'text?',
        ORDINAL_POSITION: 'int',
        IS_NULLABLE: 'short?',
      },
      rows: (call) => wantedTables(call).flatMap((table) => columnRows(call, table)),
    },
  ),
  listing(
    'sp_pkeys',
    [required('@table_name'), optional('@table_owner'), optional('@table_qualifier')],
    {
      columns: {
        TABLE_QUALIFIER: 'sysname?',
        TABLE_OWNER: 'sysname?',
        TABLE_NAME: 'sysname?',
        COLUMN_NAME: 'sysname?',
        KEY_SEQ: 'smallint',
        PK_NAME: 'sysname?',
      },
      rows: (call) => wantedTables(call).flatMap((table) => keyRows(call, table)),
    },
  ),
];

function listing(
  name: string,
  parameters: SystemProcedure['parameters'],
  result: { columns: Record<string, ColumnKind>; rows: (call: ProcedureCall) => SqlValue[][] },
): SystemProcedure {
  return {
    schema: 'sys',
    name,
    parameters,
    run: (call) => {
      const rows = result.rows(call);
      call.sink.columns(viewColumns(result.columns));
      for (const row of rows) call.sink.row(row);
      call.sink.done(rows.length);
      return 0;
    },
  };
}

/** Names may be LIKE patterns of `%`; no owner means every one. */
function wantedTables(call: ProcedureCall): Table[] {
  const name = textArgument(call, '@table_name') ?? '%';
  const owner = textArgument(call, '@table_owner') ?? '%';
  return call.database.tables.filter(
    (table) => matches(table.name, name) && matches(table.schema, owner),
  );
}

function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(text);
}

function databaseRows(call: ProcedureCall): SqlValue[][] {
  const { store, administrator } = call.session.engine;
  const wanted = textArgument(call, '@dbname');
  const databases = wanted === undefined ? [...store.databases.values()] : [store.database(wanted)];
  return databases.map((database) => [
    database.name,
    null,
    administrator,
    database.id,
    dateTimeOf(database.createdMs),
    `Status=ONLINE, Recovery=${recoveryModel(database)}`,
    150,
  ]);
}

function columnRows(call: ProcedureCall, table: Table): SqlValue[][] {
  const wanted = textArgument(call, '@column_name') ?? '%';
  return table.columns.flatMap((column, at) => {
    if (!matches(column.name, wanted)) return [];
    const { maxLength, precision, scale } = typeStorage(column.type);
    const isNumber = precision > 0;
    return [
      [
        call.database.name,
        table.schema,
        table.name,
        column.name,
        ODBC_TYPES[column.type.name] ?? 0,
        column.identity ? `${column.type.name} identity` : column.type.name,
        isNumber ? precision : maxLength,
        maxLength,
        isNumber ? scale : null,
        isNumber ? 10 : null,
        Number(column.nullable),
        null,
        column.default?.text ?? null,
        at + 1,
        column.nullable ? 'YES' : 'NO',
      ],
    ];
  });
}

function keyRows(call: ProcedureCall, table: Table): SqlValue[][] {
  const key = table.keys.find(({ kind }) => kind === 'primary key');
  return (key?.columns ?? []).map((column, at) => [
    call.database.name,
    table.schema,
    table.name,
    column,
    at + 1,
    key?.name ?? null,
  ]);
}
