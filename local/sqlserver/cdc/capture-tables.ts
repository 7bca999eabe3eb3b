import type { Database } from '../storage/database';
import { lsnFromBytes, lsnToBytes } from '../storage/lsn';
import type { Lsn } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import type { Table } from '../storage/table';
import type { ColumnDefinition, TableDefinition } from '../storage/table-definition';
import { momentOf, roundToDatetime } from '../types/calendar';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { CapturedColumn } from './capture-state';

export const CDC_SCHEMA = 'cdc';
export const LSN_TYPE: SqlType = { name: 'binary', length: 10 };
export const MASK_TYPE: SqlType = { name: 'varbinary', length: 128 };

const TIME_MAPPING = 'lsn_time_mapping';

/** Columns of a change table before the captured ones: start LSN, end LSN, seqval, operation, mask. */
export const CHANGE_COLUMNS_BEFORE = 5;

export function dateTimeOf(epochMs: number): SqlValue {
  const { days, ticks } = momentOf(epochMs);
  return roundToDatetime(days, ticks);
}

type NamedColumn = [name: string, type: SqlType, nullable: boolean];

function columns(list: NamedColumn[]): ColumnDefinition[] {
  return list.map(([name, type, nullable], at) => ({ name, type, nullable, id: at + 1 }));
}

export function changeTableDefinition(
  database: Database,
  instance: { name: string; columns: CapturedColumn[] },
  createdMs: number,
): TableDefinition {
  return {
    objectId: database.nextObjectId(),
    schema: CDC_SCHEMA,
    name: `${instance.name}_CT`,
    columns: columns([
      ['__$start_lsn', LSN_TYPE, false],
      ['__$end_lsn', LSN_TYPE, true],
      ['__$seqval', LSN_TYPE, false],
      ['__$operation', { name: 'int' }, false],
      ['__$update_mask', MASK_TYPE, true],
      ...instance.columns.map(({ name, type }): NamedColumn => [name, type, true]),
      ['__$command_id', { name: 'int' }, true],
    ]),
    keys: [],
    createdMs,
    isSystem: true,
  };
}

export function timeMappingDefinition(database: Database, createdMs: number): TableDefinition {
  return {
    objectId: database.nextObjectId(),
    schema: CDC_SCHEMA,
    name: TIME_MAPPING,
    columns: columns([
      ['start_lsn', LSN_TYPE, false],
      ['tran_begin_time', { name: 'datetime' }, true],
      ['tran_end_time', { name: 'datetime' }, true],
      ['tran_id', { name: 'varbinary', length: 10 }, true],
      ['tran_begin_lsn', LSN_TYPE, true],
    ]),
    keys: [],
    createdMs,
    isSystem: true,
  };
}

export function timeMapping(database: Database): Table | undefined {
  return database.table(CDC_SCHEMA, TIME_MAPPING);
}

/** `transactionId` 0 marks the row that is written in idle times. */
export function timeMappingRow(entry: { lsn: Lsn; timeMs: number; transactionId: number }): Row {
  const time = dateTimeOf(entry.timeMs);
  const lsn = lsnToBytes(entry.lsn);
  const id = entry.transactionId === 0 ? Uint8Array.of(0) : transactionIdBytes(entry.transactionId);
  return [lsn, time, time, id, lsn];
}

function transactionIdBytes(id: number): Uint8Array {
  return Uint8Array.from(Buffer.from(id.toString(16).padStart(12, '0'), 'hex'));
}

/** The LSN in a row's first column: of a change table or of the time mapping. */
export function rowLsn(row: Row): Lsn {
  const [lsn] = row;
  return lsn instanceof Uint8Array ? lsnFromBytes(lsn) : 0n;
}

/** The newest LSN that the capture job has mapped; NULL for `sys.fn_cdc_get_max_lsn` when undefined. */
export function maxMappedLsn(database: Database): Lsn | undefined {
  const rows = timeMapping(database)?.rows;
  if (!rows || rows.count === 0) return undefined;
  let newest = rows.nextId - 1;
  while (rows.get(newest) === undefined) newest--;
  const row = rows.get(newest);
  return row && rowLsn(row);
}
