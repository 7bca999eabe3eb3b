import type { TableFunction, TableFunctionProvider } from '../engine/table-functions';
import type { CatalogueScope } from '../engine/virtual-table';
import type { ColumnDescription } from '../session';
import type { Database } from '../storage/database';
import { lsnFromBytes } from '../storage/lsn';
import type { Lsn } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import type { SqlType, SqlValue } from '../types/sql-type';
import { captureInstance, changeTable, lsnFromHex } from './capture-state';
import type { CaptureInstance } from './capture-state';
import { CDC_SCHEMA, LSN_TYPE, MASK_TYPE, maxMappedLsn, rowLsn } from './capture-tables';
import { cdcError } from './cdc-error';
import { netChanges } from './net-changes';
import type { NetOption } from './net-changes';
import { requireChangeAccess } from './require-change-access';

const ALL = 'fn_cdc_get_all_changes_';
const NET = 'fn_cdc_get_net_changes_';
const UPDATE_BEFORE = 3;

const OPTION_TYPE: SqlType = { name: 'nvarchar', length: 30 };
const PARAMETERS = [
  { name: '@from_lsn', type: LSN_TYPE },
  { name: '@to_lsn', type: LSN_TYPE },
  { name: '@row_filter_option', type: OPTION_TYPE },
];

/** `cdc.fn_cdc_get_all_changes_<instance>` and `cdc.fn_cdc_get_net_changes_<instance>`. */
export const changeFunctions: TableFunctionProvider = (database, schema, name) => {
  if (schema.toLowerCase() !== CDC_SCHEMA) return undefined;
  const lower = name.toLowerCase();
  if (lower.startsWith(ALL)) return allChanges(database, name.slice(ALL.length));
  return lower.startsWith(NET) ? netChangesFunction(database, name.slice(NET.length)) : undefined;
};

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-functions/cdc-fn-cdc-get-all-changes-capture-instance-transact-sql */
function allChanges(database: Database, name: string): TableFunction | undefined {
  const instance = captureInstance(database, name);
  if (!instance) return undefined;
  return {
    schema: CDC_SCHEMA,
    name: `${ALL}${instance.name}`,
    parameters: PARAMETERS,
    columns: [
      { name: '__$start_lsn', type: LSN_TYPE, nullable: false },
      { name: '__$seqval', type: LSN_TYPE, nullable: false },
      { name: '__$operation', type: { name: 'int' }, nullable: false },
      { name: '__$update_mask', type: MASK_TYPE, nullable: true },
      ...capturedColumns(instance),
    ],
    rows: (parameters, scope) => {
      requireChangeAccess(scope, instance, `${ALL}${instance.name}`);
      return allRows(parameters, scope, name);
    },
  };
}

/** Exists for an instance that supports net changes only. */
function netChangesFunction(database: Database, name: string): TableFunction | undefined {
  const instance = captureInstance(database, name);
  if (!instance?.supportsNetChanges) return undefined;
  return {
    schema: CDC_SCHEMA,
    name: `${NET}${instance.name}`,
    parameters: PARAMETERS,
    columns: [
      { name: '__$start_lsn', type: LSN_TYPE, nullable: false },
      { name: '__$operation', type: { name: 'int' }, nullable: false },
      { name: '__$update_mask', type: MASK_TYPE, nullable: true },
      ...capturedColumns(instance),
    ],
    rows: (parameters, scope) => {
      requireChangeAccess(scope, instance, `${NET}${instance.name}`);
      return netRows(parameters, scope, name);
    },
  };
}

function capturedColumns({ columns }: CaptureInstance): ColumnDescription[] {
  return columns.map(({ name, type }) => ({ name, type, nullable: true }));
}

function* allRows(
  parameters: readonly SqlValue[],
  { database }: CatalogueScope,
  name: string,
): Generator<SqlValue[]> {
  const option = optionOf(parameters);
  const window = windowOf(database, name, parameters);
  if (!window || (option !== 'all' && option !== 'all update old'))
    throw cdcError(313, `${CDC_SCHEMA}.${ALL}`);
  for (const row of windowRows(database, window)) {
    if (row[3] === UPDATE_BEFORE && option === 'all') continue;
    yield [row[0] ?? null, row[2] ?? null, ...row.slice(3, -1)];
  }
}

function netRows(
  parameters: readonly SqlValue[],
  { database }: CatalogueScope,
  name: string,
): SqlValue[][] {
  const option = optionOf(parameters);
  const window = windowOf(database, name, parameters);
  if (!window || !isNetOption(option)) throw cdcError(313, `${CDC_SCHEMA}.${NET}`);
  return netChanges(windowRows(database, window), window.instance, option);
}

function optionOf(parameters: readonly SqlValue[]): string {
  const option = parameters[2];
  return typeof option === 'string' ? option.trim().toLowerCase() : '';
}

function isNetOption(option: string): option is NetOption {
  return option === 'all' || option === 'all with mask' || option === 'all with merge';
}

interface Window {
  instance: CaptureInstance;
  from: Lsn;
  to: Lsn;
}

/** Undefined for bounds that are NULL, crossed, or outside what the instance holds. */
function windowOf(
  database: Database,
  name: string,
  parameters: readonly SqlValue[],
): Window | undefined {
  const instance = captureInstance(database, name);
  const [from, to] = parameters;
  if (!instance || !(from instanceof Uint8Array) || !(to instanceof Uint8Array)) return undefined;
  const window = { instance, from: lsnFromBytes(from), to: lsnFromBytes(to) };
  const newest = maxMappedLsn(database);
  const isHeld =
    newest !== undefined && window.from >= lsnFromHex(instance.startLsn) && window.to <= newest;
  return isHeld && window.from <= window.to ? window : undefined;
}

/** Change rows lie in the order of their LSNs: found by halving, not by reading them all. */
function* windowRows(database: Database, { instance, from, to }: Window): Generator<Row> {
  const { rows } = changeTable(database, instance);
  const first = rows.firstId((row) => rowLsn(row) >= from);
  for (const row of rows.rowsFrom(first)) {
    if (rowLsn(row) > to) return;
    yield row;
  }
}
