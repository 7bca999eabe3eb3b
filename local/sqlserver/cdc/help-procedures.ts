import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { ColumnDescription } from '../session';
import type { Database } from '../storage/database';
import { lsnToBytes } from '../storage/lsn';
import type { SqlType, SqlValue } from '../types/sql-type';
import { authorizeCapture } from './authorize';
import { captureInstance, captureInstances, lsnFromHex } from './capture-state';
import type { CaptureInstance } from './capture-state';
import { LSN_TYPE, dateTimeOf } from './capture-tables';
import { cdcError } from './cdc-error';
import { jobRows } from './metadata-views';
import { SYSNAME, optional, required, requiredText, textArgument } from './procedure-arguments';

const INT: SqlType = { name: 'int' };
const BIT: SqlType = { name: 'bit' };
const BIGINT: SqlType = { name: 'bigint' };
const TEXT: SqlType = { name: 'nvarchar', length: 'max' };

type Columns = [name: string, type: SqlType][];

/** Each answers with one set of rows, for whoever owns the database. */
export const helpProcedures: SystemProcedure[] = [
  procedure('sp_cdc_help_jobs', [], {
    columns: [
      ['job_id', { name: 'uniqueidentifier' }],
      ['job_type', { name: 'nvarchar', length: 20 }],
      ['job_name', SYSNAME],
      ['maxtrans', INT],
      ['maxscans', INT],
      ['continuous', BIT],
      ['pollinginterval', BIGINT],
      ['retention', BIGINT],
      ['threshold', BIGINT],
    ],
    rows: ({ database }) =>
      jobRows(database).map(([, type, id, ...rest]) => [
        id ?? null,
        type ?? null,
        `cdc.${database.name}_${type === 'capture' ? 'capture' : 'cleanup'}`,
        ...rest,
      ]),
  }),
  procedure(
    'sp_cdc_help_change_data_capture',
    [optional('@source_schema'), optional('@source_name')],
    {
      columns: [
        ['source_schema', SYSNAME],
        ['source_table', SYSNAME],
        ['capture_instance', SYSNAME],
        ['object_id', INT],
        ['source_object_id', INT],
        ['start_lsn', LSN_TYPE],
        ['end_lsn', LSN_TYPE],
        ['supports_net_changes', BIT],
        ['has_drop_pending', BIT],
        ['role_name', SYSNAME],
        ['index_name', SYSNAME],
        ['filegroup_name', SYSNAME],
        ['create_date', { name: 'datetime' }],
        ['index_column_list', TEXT],
        ['captured_column_list', TEXT],
      ],
      rows: (call) => wantedInstances(call).map((instance) => instanceRow(call.database, instance)),
    },
  ),
  procedure('sp_cdc_get_captured_columns', [required('@capture_instance')], {
    columns: [
      ['source_schema', SYSNAME],
      ['source_table', SYSNAME],
      ['capture_instance', SYSNAME],
      ['column_name', SYSNAME],
      ['column_id', INT],
      ['data_type', SYSNAME],
      ['character_maximum_length', INT],
      ['numeric_precision', { name: 'tinyint' }],
      ['numeric_precision_radix', { name: 'smallint' }],
      ['numeric_scale', INT],
      ['datetime_precision', { name: 'smallint' }],
    ],
    rows: columnRows,
  }),
];

function procedure(
  name: string,
  parameters: SystemProcedure['parameters'],
  result: { columns: Columns; rows: (call: ProcedureCall) => SqlValue[][] },
): SystemProcedure {
  const columns: ColumnDescription[] = result.columns.map(([column, type]) => ({
    name: column,
    type,
    nullable: true,
  }));
  return {
    schema: 'sys',
    name,
    parameters,
    run: (call) => {
      authorizeCapture(call, call.database);
      const rows = result.rows(call);
      call.sink.columns(columns);
      for (const row of rows) call.sink.row(row);
      call.sink.done(rows.length);
      return 0;
    },
  };
}

function wantedInstances(call: ProcedureCall): CaptureInstance[] {
  const schema = textArgument(call, '@source_schema');
  const name = textArgument(call, '@source_name');
  const all = captureInstances(call.database);
  if (schema === undefined && name === undefined) return all;
  if (schema === undefined || name === undefined) throw cdcError(22972);
  const table = call.database.table(schema, name);
  if (!table) throw cdcError(22931, schema, name);
  const ofTable = all.filter(({ sourceObjectId }) => sourceObjectId === table.objectId);
  if (ofTable.length === 0) throw cdcError(22985, schema, name);
  return ofTable;
}

function instanceRow(database: Database, instance: CaptureInstance): SqlValue[] {
  const source = database.tableById(instance.sourceObjectId);
  const quoted = (names: string[]) =>
    names.map((name) => `[${name.replaceAll(']', ']]')}]`).join(', ');
  const key = instance.keyPositions.map((at) => instance.columns[at]?.name ?? '');
  return [
    source?.schema ?? null,
    source?.name ?? null,
    instance.name,
    instance.changeObjectId,
    instance.sourceObjectId,
    lsnToBytes(lsnFromHex(instance.startLsn)),
    null,
    Number(instance.supportsNetChanges),
    null,
    instance.roleName,
    instance.indexName,
    instance.filegroupName,
    dateTimeOf(instance.createdMs),
    key.length > 0 ? quoted(key) : null,
    quoted(instance.columns.map(({ name }) => name)),
  ];
}

function columnRows(call: ProcedureCall): SqlValue[][] {
  const { database } = call;
  const name = requiredText(call, '@capture_instance');
  const instance = captureInstance(database, name);
  if (!instance) throw cdcError(22920, name, database.name);
  const source = database.tableById(instance.sourceObjectId);
  return instance.columns.map(({ name: column, columnId, type }) => [
    source?.schema ?? null,
    source?.name ?? null,
    instance.name,
    column,
    columnId,
    type.name,
    'length' in type ? (type.length === 'max' ? -1 : type.length) : null,
    'precision' in type ? type.precision : null,
    'precision' in type ? 10 : null,
    'precision' in type ? type.scale : null,
    'scale' in type && !('precision' in type) ? type.scale : null,
  ]);
}
