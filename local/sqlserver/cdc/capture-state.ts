import type { Database, Fact } from '../storage/database';
import type { Lsn } from '../storage/lsn';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import type { SqlType } from '../types/sql-type';

/** A column of a capture instance; its place in the list is its ordinal, less one. */
export interface CapturedColumn {
  name: string;
  /** The id of the source's column, which survives that other columns come and go. */
  columnId: number;
  type: SqlType;
}

/** Kept as a fact of the database, so plain JSON. */
export interface CaptureInstance {
  name: string;
  sourceObjectId: number;
  changeObjectId: number;
  /** Hexadecimal. Changes committed after it are captured; cleaning up raises it. */
  startLsn: string;
  supportsNetChanges: boolean;
  roleName: string | null;
  indexName: string | null;
  filegroupName: string | null;
  createdMs: number;
  columns: CapturedColumn[];
  /** Places in `columns` of the unique key, in key order. */
  keyPositions: number[];
  allowPartitionSwitch: boolean;
}

export interface CaptureJob {
  id: string;
  maxtrans: number;
  maxscans: number;
  continuous: boolean;
  pollingIntervalSeconds: number;
}

export interface CleanupJob {
  id: string;
  retentionMinutes: number;
  /** Most rows deleted by one statement. */
  threshold: number;
}

export interface DdlEntry {
  sourceObjectId: number;
  changeObjectId: number;
  command: string;
  lsn: string;
  timeMs: number;
}

interface CaptureFacts {
  'cdc enabled': boolean;
  'cdc instances': CaptureInstance[];
  'cdc capture job': CaptureJob;
  'cdc cleanup job': CleanupJob;
  /** Hexadecimal: the last transaction that the capture job has gone through. */
  'cdc scanned': string;
  'cdc ddl': DdlEntry[];
}

type FactName = keyof CaptureFacts;

const FACT_NAMES: FactName[] = [
  'cdc enabled',
  'cdc instances',
  'cdc capture job',
  'cdc cleanup job',
  'cdc scanned',
  'cdc ddl',
];

function fact<Name extends FactName>(
  database: Database,
  name: Name,
): CaptureFacts[Name] | undefined {
  return database.facts.get(name) as unknown as CaptureFacts[Name] | undefined;
}

/** Without a value the fact is forgotten. */
export function setCaptureFact<Name extends FactName>(
  transaction: Transaction,
  database: Database,
  fact: { name: Name; value?: CaptureFacts[Name] },
): void {
  const { name, value } = fact;
  transaction.define({
    kind: 'fact',
    database: database.name,
    name,
    ...(value === undefined ? {} : { value: value as unknown as Fact }),
  });
}

export function forgetCapture(transaction: Transaction, database: Database): void {
  for (const name of FACT_NAMES) {
    if (database.facts.has(name)) setCaptureFact(transaction, database, { name });
  }
}

export function isCaptureEnabled(database: Database): boolean {
  return fact(database, 'cdc enabled') === true;
}

/** Those whose source table exists, oldest first. */
export function captureInstances(database: Database): CaptureInstance[] {
  const instances = fact(database, 'cdc instances') ?? [];
  return instances.filter(({ sourceObjectId }) => database.tableById(sourceObjectId) !== undefined);
}

/** Capture instance names are compared as the default collation does. */
export function captureInstance(database: Database, name: string): CaptureInstance | undefined {
  const wanted = name.toLowerCase();
  return captureInstances(database).find((instance) => instance.name.toLowerCase() === wanted);
}

export function captureJob(database: Database): CaptureJob | undefined {
  return fact(database, 'cdc capture job');
}

export function cleanupJob(database: Database): CleanupJob | undefined {
  return fact(database, 'cdc cleanup job');
}

export function scannedLsn(database: Database): Lsn {
  return lsnFromHex(fact(database, 'cdc scanned') ?? '0');
}

export function ddlHistory(database: Database): DdlEntry[] {
  return fact(database, 'cdc ddl') ?? [];
}

/** `sys.tables.is_tracked_by_cdc`; TRUNCATE TABLE is refused (4711) for such a table. */
export function isTrackedByCapture(database: Database, table: Table): boolean {
  return captureInstances(database).some(({ sourceObjectId }) => sourceObjectId === table.objectId);
}

export function lsnFromHex(hex: string): Lsn {
  return BigInt(`0x${hex}`);
}

export function changeTable(database: Database, instance: CaptureInstance): Table {
  const table = database.tableById(instance.changeObjectId);
  if (!table) throw new Error(`No change table for capture instance ${instance.name}`);
  return table;
}
