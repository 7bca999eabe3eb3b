import type { EngineCore } from '../engine/engine-core';
import type { Database } from '../storage/database';
import { lsnToBytes } from '../storage/lsn';
import type { Lsn } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import type { Transaction } from '../storage/transaction';
import type { LogEntry, LoggedTransaction } from '../storage/transaction-log';
import {
  captureInstances,
  changeTable,
  isCaptureEnabled,
  lsnFromHex,
  scannedLsn,
  setCaptureFact,
} from './capture-state';
import type { CaptureInstance } from './capture-state';
import { maxMappedLsn, timeMapping, timeMappingRow } from './capture-tables';
import { capturedValues } from './captured-values';
import { changedMask, fullMask } from './update-mask';

const IDLE_MAPPING_MINUTES = 5;
const MS_PER_MINUTE = 60_000;

export interface ScanLimits {
  /** Most transactions a scan takes. */
  maxtrans: number;
  /** Most scans one after the other. */
  maxscans: number;
}

/**
 * Reads the transaction log into the change tables, in commit order, each scan in one transaction of
 * its own. Resolves to whether the limits left transactions unread.
 */
export async function scanLog(
  engine: EngineCore,
  database: Database,
  limits: ScanLimits,
): Promise<boolean> {
  for (let scan = 0; scan < limits.maxscans; scan++) {
    if (!isCaptureEnabled(database)) return false;
    const transactions = database.log.transactionsAfter(scannedLsn(database), limits.maxtrans);
    if (transactions.length === 0) {
      await mapIdleTime(engine, database);
      return false;
    }
    await engine.store.transact((own) => capture(own, database, transactions));
    if (transactions.length < limits.maxtrans) return false;
  }
  return database.log.transactionsAfter(scannedLsn(database), 1).length > 0;
}

function capture(own: Transaction, database: Database, transactions: LoggedTransaction[]): void {
  const instances = captureInstances(database);
  const mapping = timeMapping(database);
  for (const transaction of transactions) {
    const captured = captureTransaction(own, database, { transaction, instances });
    if (captured && mapping) {
      const { commitLsn: lsn, commitTimeMs: timeMs, transactionId } = transaction;
      own.insert(mapping, timeMappingRow({ lsn, timeMs, transactionId }));
    }
  }
  const last = transactions.at(-1);
  if (last)
    setCaptureFact(own, database, { name: 'cdc scanned', value: last.commitLsn.toString(16) });
}

function captureTransaction(
  own: Transaction,
  database: Database,
  work: { transaction: LoggedTransaction; instances: CaptureInstance[] },
): boolean {
  let captured = false;
  for (const instance of work.instances) {
    if (work.transaction.commitLsn <= lsnFromHex(instance.startLsn)) continue;
    const table = changeTable(database, instance);
    const all = fullMask(instance.columns.length);
    const capturing = { instance, all, startLsn: lsnToBytes(work.transaction.commitLsn) };
    let command = 0;
    for (const entry of work.transaction.entries) {
      if (entry.table.objectId !== instance.sourceObjectId) continue;
      command++;
      for (const row of changeRows(entry, capturing, command)) {
        own.insert(table, row);
        captured = true;
      }
    }
  }
  return captured;
}

/** What the rows of one transaction share. */
interface Capturing {
  instance: CaptureInstance;
  /** The mask of all columns. */
  all: Uint8Array;
  startLsn: Uint8Array;
}

/** The rows of the change table for one change: none when no captured column changed. */
function changeRows(
  entry: LogEntry,
  { instance, all, startLsn }: Capturing,
  command: number,
): Row[] {
  const before = entry.before && capturedValues(entry, entry.before, instance.columns);
  const after = entry.after && capturedValues(entry, entry.after, instance.columns);
  const row = (operation: number, mask: Uint8Array, values: Row): Row => [
    startLsn,
    null,
    lsnToBytes(entry.seqval),
    operation,
    mask,
    ...values,
    command,
  ];
  if (!before) return after ? [row(2, all, after)] : [];
  if (!after) return [row(1, all, before)];
  const mask = changedMask(before, after);
  if (!mask) return [];
  if (isKeyChanged(instance, before, after)) return [row(1, all, before), row(2, all, after)];
  return [row(3, mask, withoutUnchangedLobs(instance, before, after)), row(4, mask, after)];
}

/** A change of the unique key is captured as a delete and an insert. */
function isKeyChanged(instance: CaptureInstance, before: Row, after: Row): boolean {
  const key = (row: Row) => instance.keyPositions.map((at) => row[at] ?? null);
  return changedMask(key(before), key(after)) !== undefined;
}

/** A (max) value is in the image before an update only when the update changed it. */
function withoutUnchangedLobs(instance: CaptureInstance, before: Row, after: Row): Row {
  return before.map((value, at) => {
    const type = instance.columns[at]?.type;
    const isLob = type !== undefined && 'length' in type && type.length === 'max';
    return isLob && changedMask([value], [after[at] ?? null]) === undefined ? null : value;
  });
}

/**
 * Moves the end of the timeline when nothing was captured: to the start of a new capture instance at
 * once, else every five minutes.
 */
async function mapIdleTime(engine: EngineCore, database: Database): Promise<void> {
  const mapping = timeMapping(database);
  const lsn = mapping && idleLsn(engine, database);
  if (!mapping || lsn === undefined) return;
  await olderCommits(engine, database);
  const [unread] = database.log.transactionsAfter(scannedLsn(database), 1);
  if (!isCaptureEnabled(database) || (unread && unread.commitLsn < lsn)) return;
  const timeMs = engine.clock.now();
  lastIdle.set(database, timeMs);
  const row = timeMappingRow({ lsn, timeMs, transactionId: 0 });
  await engine.store.transact((own) => own.insert(mapping, row));
}

/** Commits become readable in order, so once this one has, every commit with a smaller LSN has too. */
async function olderCommits(engine: EngineCore, database: Database): Promise<void> {
  const value = scannedLsn(database).toString(16);
  await engine.store.transact((own) =>
    setCaptureFact(own, database, { name: 'cdc scanned', value }),
  );
}

const lastIdle = new WeakMap<Database, number>();

/** Undefined when it is not time yet. */
function idleLsn({ clock, store }: EngineCore, database: Database): Lsn | undefined {
  const starts = captureInstances(database).map(({ startLsn }) => lsnFromHex(startLsn));
  if (starts.length === 0) return undefined;
  const start = starts.reduce((a, b) => (a > b ? a : b));
  if (start > (maxMappedLsn(database) ?? 0n)) return start;
  const now = clock.now();
  const since = lastIdle.get(database) ?? now;
  if (!lastIdle.has(database)) lastIdle.set(database, now);
  if (now - since < IDLE_MAPPING_MINUTES * MS_PER_MINUTE) return undefined;
  store.lsns.startBlock();
  return store.lsns.next();
}
