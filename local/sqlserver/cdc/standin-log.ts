import { TEXT_STYLES } from '../../../wire/text-styles';
import type { SystemProcedure } from '../engine/procedures';
import { sqlMessage } from '../engine/sql-message';
import type { TableFunction } from '../engine/table-functions';
import type { Database } from '../storage/database';
import { lsnFromBytes, lsnToBytes, type Lsn } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import type { LogEntry } from '../storage/transaction-log';
import { momentOf } from '../types/calendar';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { captureInstances, lsnFromHex, scannedLsn } from './capture-state';
import type { CapturedColumn } from './capture-state';
import { LSN_TYPE } from './capture-tables';
import { capturedValues } from './captured-values';
import { cdcError } from './cdc-error';
import { changedMask } from './update-mask';

const NAME_TYPE: SqlType = { name: 'nvarchar', length: 128 };
const TEXT_TYPE: SqlType = { name: 'nvarchar', length: 'max' };

/**
 * `sys.fn_standin_log(@after_lsn)`: every committed change of captured tables after that LSN, at once,
 * whatever the capture job does; all that the log still holds for NULL. It stands for the transaction log that
 * DMS reads, and no real SQL Server has it. `image` is a JSON object of captured columns to text or null.
 */
export const standinLog: TableFunction = {
  schema: 'sys',
  name: 'fn_standin_log',
  parameters: [{ name: '@after_lsn', type: LSN_TYPE }],
  columns: [
    { name: 'commit_lsn', type: LSN_TYPE, nullable: false },
    { name: 'seqval', type: LSN_TYPE, nullable: false },
    { name: 'commit_time', type: { name: 'datetime2', scale: 7 }, nullable: false },
    { name: 'transaction_id', type: { name: 'bigint' }, nullable: false },
    { name: 'operation', type: { name: 'int' }, nullable: false },
    { name: 'schema_name', type: NAME_TYPE, nullable: false },
    { name: 'table_name', type: NAME_TYPE, nullable: false },
    { name: 'image', type: TEXT_TYPE, nullable: false },
  ],
  rows: ([after], { database, session }) => {
    if (!session.isDatabaseOwner(database)) {
      throw sqlMessage(229, 'SELECT', 'fn_standin_log', database.name, 'sys');
    }
    if (!(after instanceof Uint8Array)) return logRows(database, 0n);
    const from = lsnFromBytes(after);
    if (database.log.isTruncatedAfter(from)) throw cdcError(9003, slotOf(from), database.name);
    return logRows(database, from);
  },
};

/** `37:64:1`: log file, block and slot, as SQL Server's messages write an LSN. */
function slotOf(lsn: Lsn): string {
  return [lsn >> 48n, (lsn >> 16n) & 0xffff_ffffn, lsn & 0xffffn].join(':');
}

/**
 * `sys.sp_standin_log_backup`: what RDS's backup of the log does each few minutes, which is to truncate
 * what the capture job has scanned. No real server has it.
 */
export const standinLogBackup: SystemProcedure = {
  schema: 'sys',
  name: 'sp_standin_log_backup',
  parameters: [],
  run: ({ session }) => {
    const database = session.currentDatabase;
    if (!session.isDatabaseOwner(database)) throw cdcError(22904);
    const tracked = trackedTables(database);
    database.log.truncate(scannedLsn(database), ({ table }) => tracked.has(table.objectId));
    return 0;
  },
};

interface Tracked {
  startLsn: bigint;
  columns: CapturedColumn[];
  image: (values: Row) => string;
}

function* logRows(database: Database, after: bigint): Generator<SqlValue[]> {
  const tracked = trackedTables(database);
  if (tracked.size === 0) return;
  for (const entry of database.log.entriesAfter(after)) {
    const table = tracked.get(entry.table.objectId);
    if (table && entry.commitLsn > table.startLsn) yield* changeRows(entry, table);
  }
}

/** By object id: the columns that any of the table's instances captures. */
function trackedTables(database: Database): Map<number, Tracked> {
  const tables = new Map<number, Tracked>();
  for (const { sourceObjectId, startLsn, columns } of captureInstances(database)) {
    const known = tables.get(sourceObjectId);
    const added = columns.filter(
      (column) => !known?.columns.some(({ columnId }) => columnId === column.columnId),
    );
    const all = known ? [...known.columns, ...added] : columns;
    const start = lsnFromHex(startLsn);
    tables.set(sourceObjectId, {
      startLsn: known && known.startLsn < start ? known.startLsn : start,
      columns: all,
      image: imageOf(all),
    });
  }
  return tables;
}

function* changeRows(entry: LogEntry, { columns, image }: Tracked): Generator<SqlValue[]> {
  const before = entry.before && capturedValues(entry, entry.before, columns);
  const after = entry.after && capturedValues(entry, entry.after, columns);
  if (before && after) {
    if (!changedMask(before, after)) return;
    yield logRow(entry, 3, image(before));
    yield logRow(entry, 4, image(after));
  } else if (before) {
    yield logRow(entry, 1, image(before));
  } else if (after) {
    yield logRow(entry, 2, image(after));
  }
}

function logRow(entry: LogEntry, operation: number, image: string): SqlValue[] {
  return [
    lsnToBytes(entry.commitLsn),
    lsnToBytes(entry.seqval),
    momentOf(entry.commitTimeMs),
    BigInt(entry.transactionId),
    operation,
    entry.table.schema,
    entry.table.name,
    image,
  ];
}

function imageOf(columns: CapturedColumn[]): (values: Row) => string {
  const names = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const converters = columns.map(({ type }) =>
    conversion({ from: type, to: TEXT_TYPE, style: TEXT_STYLES[type.name] }),
  );
  return (values) => {
    const members = names.map(
      (name, at) => name + JSON.stringify(converters[at]?.(values[at] ?? null) ?? null),
    );
    return `{${members.join(',')}}`;
  };
}
