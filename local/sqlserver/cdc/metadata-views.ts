import type { CatalogueScope, VirtualTable, VirtualTableProvider } from '../engine/virtual-table';
import type { ColumnDescription } from '../session';
import type { Database } from '../storage/database';
import { lsnToBytes } from '../storage/lsn';
import type { SqlType, SqlValue } from '../types/sql-type';
import {
  captureInstances,
  captureJob,
  cleanupJob,
  ddlHistory,
  isCaptureEnabled,
  lsnFromHex,
} from './capture-state';
import type { CaptureInstance } from './capture-state';
import { CDC_SCHEMA, LSN_TYPE, dateTimeOf } from './capture-tables';

const INT: SqlType = { name: 'int' };
const BIT: SqlType = { name: 'bit' };
const BIGINT: SqlType = { name: 'bigint' };
const DATETIME: SqlType = { name: 'datetime' };
const SYSNAME: SqlType = { name: 'nvarchar', length: 128 };

type NamedColumn = [name: string, type: SqlType, nullable?: boolean];

function columns(...list: NamedColumn[]): ColumnDescription[] {
  return list.map(([name, type, nullable = false]) => ({ name, type, nullable }));
}

function ofInstances(rows: (instance: CaptureInstance, database: Database) => SqlValue[][]) {
  return ({ database }: CatalogueScope) =>
    captureInstances(database).flatMap((instance) => rows(instance, database));
}

const changeTables: VirtualTable = {
  schema: CDC_SCHEMA,
  name: 'change_tables',
  columns: columns(
    ['object_id', INT],
    ['version', INT, true],
    ['source_object_id', INT, true],
    ['capture_instance', SYSNAME],
    ['start_lsn', LSN_TYPE, true],
    ['end_lsn', LSN_TYPE, true],
    ['supports_net_changes', BIT, true],
    ['has_drop_pending', BIT, true],
    ['role_name', SYSNAME, true],
    ['index_name', SYSNAME, true],
    ['filegroup_name', SYSNAME, true],
    ['create_date', DATETIME, true],
    ['partition_switch', BIT],
  ),
  rows: ofInstances((instance) => [
    [
      instance.changeObjectId,
      0,
      instance.sourceObjectId,
      instance.name,
      lsnToBytes(lsnFromHex(instance.startLsn)),
      null,
      Number(instance.supportsNetChanges),
      null,
      instance.roleName,
      instance.indexName,
      instance.filegroupName,
      dateTimeOf(instance.createdMs),
      Number(instance.allowPartitionSwitch),
    ],
  ]),
};

/** `object_id` is the change table's: working code joins it to cdc.change_tables.object_id. */
const capturedColumns: VirtualTable = {
  schema: CDC_SCHEMA,
  name: 'captured_columns',
  columns: columns(
    ['object_id', INT],
    ['column_name', SYSNAME],
    ['column_id', INT, true],
    ['column_type', SYSNAME],
    ['column_ordinal', INT],
    ['is_computed', BIT, true],
    ['masking_function', { name: 'nvarchar', length: 4000 }, true],
  ),
  rows: ofInstances(({ changeObjectId, columns: captured }) =>
    captured.map(({ name, columnId, type }, at) => [
      changeObjectId,
      name,
      columnId,
      type.name,
      at + 1,
      0,
      null,
    ]),
  ),
};

const indexColumns: VirtualTable = {
  schema: CDC_SCHEMA,
  name: 'index_columns',
  columns: columns(
    ['object_id', INT],
    ['column_name', SYSNAME],
    ['index_ordinal', { name: 'tinyint' }],
    ['column_id', INT],
  ),
  rows: ofInstances(({ changeObjectId, columns: captured, keyPositions }) =>
    keyPositions.map((at, ordinal) => [
      changeObjectId,
      captured[at]?.name ?? null,
      ordinal + 1,
      captured[at]?.columnId ?? null,
    ]),
  ),
};

const ddlHistoryView: VirtualTable = {
  schema: CDC_SCHEMA,
  name: 'ddl_history',
  columns: columns(
    ['source_object_id', INT, true],
    ['object_id', INT],
    ['required_column_update', BIT, true],
    ['ddl_command', { name: 'nvarchar', length: 'max' }, true],
    ['ddl_lsn', LSN_TYPE],
    ['ddl_time', DATETIME, true],
  ),
  rows: ({ database }) =>
    ddlHistory(database).map(({ sourceObjectId, changeObjectId, command, lsn, timeMs }) => [
      sourceObjectId,
      changeObjectId,
      0,
      command,
      lsnToBytes(lsnFromHex(lsn)),
      dateTimeOf(timeMs),
    ]),
};

const VIEWS = [changeTables, capturedColumns, indexColumns, ddlHistoryView];

/** `cdc.change_tables` and its like: in databases with change data capture only. */
export const metadataViews: VirtualTableProvider = (database, schema, name) => {
  if (schema.toLowerCase() !== CDC_SCHEMA || !isCaptureEnabled(database)) return undefined;
  return VIEWS.find((view) => view.name === name.toLowerCase());
};

/** `msdb.dbo.cdc_jobs`, over every database. */
export const cdcJobsView: VirtualTable = {
  schema: 'dbo',
  name: 'cdc_jobs',
  columns: columns(
    ['database_id', INT],
    ['job_type', { name: 'nvarchar', length: 20 }],
    ['job_id', { name: 'uniqueidentifier' }, true],
    ['maxtrans', INT, true],
    ['maxscans', INT, true],
    ['continuous', BIT, true],
    ['pollinginterval', BIGINT, true],
    ['retention', BIGINT, true],
    ['threshold', BIGINT, true],
  ),
  rows: ({ session }) => [...session.engine.store.databases.values()].flatMap(jobRows),
};

/** One row a job, as `msdb.dbo.cdc_jobs` has them. */
export function jobRows(database: Database): SqlValue[][] {
  const rows: SqlValue[][] = [];
  const capture = captureJob(database);
  const cleanup = cleanupJob(database);
  if (capture) {
    const { id, maxtrans, maxscans, continuous, pollingIntervalSeconds } = capture;
    const interval = BigInt(pollingIntervalSeconds);
    rows.push([
      database.id,
      'capture',
      id,
      maxtrans,
      maxscans,
      Number(continuous),
      interval,
      0n,
      0n,
    ]);
  }
  if (cleanup) {
    const { id, retentionMinutes, threshold } = cleanup;
    rows.push([
      database.id,
      'cleanup',
      id,
      0,
      0,
      0,
      0n,
      BigInt(retentionMinutes),
      BigInt(threshold),
    ]);
  }
  return rows;
}
