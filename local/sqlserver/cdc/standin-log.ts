import { jsonString } from '../../../wire/json-string';
import { TEXT_STYLES } from '../../../wire/text-styles';
import type { EngineSession } from '../engine/engine-session';
import type { SystemProcedure } from '../engine/procedures';
import { sqlMessage } from '../engine/sql-message';
import type { TableFunction } from '../engine/table-functions';
import type { Database } from '../storage/database';
import { lsnFromBytes, lsnToBytes, lsnToHex, type Lsn } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import type { LogEntry, LoggedTransaction } from '../storage/transaction-log';
import { momentOf } from '../types/calendar';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { captureInstances, lsnFromHex, scannedLsn } from './capture-state';
import type { CapturedColumn } from './capture-state';
import { LSN_TYPE } from './capture-tables';
import { capturedValues } from './captured-values';
import { cdcError } from './cdc-error';
import { changedMask } from './update-mask';

const TEXT_TYPE: SqlType = { name: 'nvarchar', length: 'max' };
/** Half the bytes of nvarchar on the wire. */
const UTF8_TYPE: SqlType = { name: 'varbinary', length: 'max' };

/** SQL Server's log blocks are at most 60 KB, which is also about what one row of the log function holds. */
const BLOCK_CHARACTERS = 60 * 1024;

/**
 * `sys.fn_standin_log(@after_lsn)`: every committed change of captured tables after that LSN (a commit's or a
 * change's own), at once, whatever the capture job does; all that the log still holds for NULL. It stands for
 * the transaction log that DMS reads, and no real SQL Server has it. A row is a block of one transaction:
 * `changes` is, in UTF-8, a JSON array of `{ seqval, operation, schema, table, row, before }`, whose rows are captured
 * columns to text or null; `before` belongs to an update.
 */
export const standinLog: TableFunction = {
  schema: 'sys',
  name: 'fn_standin_log',
  parameters: [{ name: '@after_lsn', type: LSN_TYPE }],
  columns: [
    { name: 'commit_lsn', type: LSN_TYPE, nullable: false },
    { name: 'commit_time', type: { name: 'datetime2', scale: 7 }, nullable: false },
    { name: 'transaction_id', type: { name: 'bigint' }, nullable: false },
    { name: 'changes', type: UTF8_TYPE, nullable: false },
  ],
  rows: ([after], { database, session }) => {
    authorize(session, database, standinLog.name);
    if (!(after instanceof Uint8Array)) return logBlocks(database, 0n);
    const from = lsnFromBytes(after);
    if (database.log.isTruncatedAfter(from)) throw cdcError(9003, slotOf(from), database.name);
    return logBlocks(database, from);
  },
};

/** `sys.fn_standin_log_range()`: one row, where the log begins and ends; NULL for a log that holds nothing. */
export const standinLogRange: TableFunction = {
  schema: 'sys',
  name: 'fn_standin_log_range',
  parameters: [],
  columns: [
    { name: 'oldest_lsn', type: LSN_TYPE, nullable: true },
    { name: 'newest_lsn', type: LSN_TYPE, nullable: true },
  ],
  rows: (_, { database, session }) => {
    authorize(session, database, standinLogRange.name);
    const tracked = trackedTables(database);
    const [oldest] = trackedTransactions(database, tracked, 0n);
    const { lastLsn } = database.log;
    return [
      [
        oldest === undefined ? null : lsnToBytes(oldest.transaction.commitLsn),
        lastLsn === undefined ? null : lsnToBytes(lastLsn),
      ],
    ];
  },
};

function authorize(session: EngineSession, database: Database, name: string): void {
  if (!session.isDatabaseOwner(database)) {
    throw sqlMessage(229, 'SELECT', name, database.name, 'sys');
  }
}

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
    database.log.truncate(scannedLsn(database), session.engine.store.missedBy(database));
    return 0;
  },
};

interface Tracked {
  startLsn: bigint;
  /** `"schema":…,"table":…` */
  name: string;
  columns: CapturedColumn[];
  image: (values: Row) => string;
}

function* logBlocks(database: Database, after: bigint): Generator<SqlValue[]> {
  for (const { transaction, entries } of trackedTransactions(
    database,
    trackedTables(database),
    after,
  )) {
    for (const changes of blocks(entries)) {
      yield [
        lsnToBytes(transaction.commitLsn),
        momentOf(transaction.commitTimeMs),
        BigInt(transaction.transactionId),
        Buffer.from(changes),
      ];
    }
  }
}

interface TrackedEntry {
  entry: LogEntry;
  table: Tracked;
}

/** Those after the LSN that changed a tracked table while it was tracked, with what they changed there. */
function* trackedTransactions(
  database: Database,
  tracked: ReadonlyMap<number, Tracked>,
  after: bigint,
): Generator<{ transaction: LoggedTransaction; entries: TrackedEntry[] }> {
  if (tracked.size === 0) return;
  for (const transaction of database.log.transactionsAfter(after)) {
    const entries: TrackedEntry[] = [];
    for (const entry of transaction.entries) {
      const table = tracked.get(entry.table.objectId);
      if (!table || transaction.commitLsn <= table.startLsn || entry.seqval <= after) continue;
      entries.push({ entry, table });
    }
    if (entries.length > 0) yield { transaction, entries };
  }
}

function* blocks(entries: readonly TrackedEntry[]): Generator<string> {
  let block = '';
  for (const { entry, table } of entries) {
    const change = changeJson(entry, table);
    if (change === undefined) continue;
    if (block !== '' && block.length + change.length > BLOCK_CHARACTERS) {
      yield `[${block}]`;
      block = '';
    }
    block += block === '' ? change : `,${change}`;
  }
  if (block !== '') yield `[${block}]`;
}

/** By object id: the columns that any of the table's instances captures. */
function trackedTables(database: Database): Map<number, Tracked> {
  const tables = new Map<number, Tracked>();
  for (const { sourceObjectId, startLsn, columns } of captureInstances(database)) {
    const source = database.tableById(sourceObjectId);
    if (source === undefined) continue;
    const known = tables.get(sourceObjectId);
    const added = columns.filter(
      (column) => !known?.columns.some(({ columnId }) => columnId === column.columnId),
    );
    const all = known ? [...known.columns, ...added] : columns;
    const start = lsnFromHex(startLsn);
    const { schema, name } = source;
    tables.set(sourceObjectId, {
      name: `"schema":${JSON.stringify(schema)},"table":${JSON.stringify(name)}`,
      startLsn: known && known.startLsn < start ? known.startLsn : start,
      columns: all,
      image: imageOf(all),
    });
  }
  return tables;
}

/** Undefined for an update that changed no captured column. */
function changeJson(entry: LogEntry, { columns, image, name }: Tracked): string | undefined {
  const before = entry.before && capturedValues(entry, entry.before, columns);
  const after = entry.after && capturedValues(entry, entry.after, columns);
  if (before && after && !changedMask(before, after)) return undefined;
  const row = after ?? before;
  if (row === undefined) return undefined;
  const was = before && after ? `,"before":${image(before)}` : '';
  return `{"seqval":"${lsnToHex(entry.seqval)}","operation":"${entry.operation}",${name},"row":${image(row)}${was}}`;
}

function imageOf(columns: CapturedColumn[]): (values: Row) => string {
  const names = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const converters = columns.map(({ type }) =>
    conversion({ from: type, to: TEXT_TYPE, style: TEXT_STYLES[type.name] }),
  );
  return (values) => {
    const members = names.map((name, at) => {
      const text = converters[at]?.(values[at] ?? null);
      return name + (typeof text === 'string' ? jsonString(text) : 'null');
    });
    return `{${members.join(',')}}`;
  };
}
