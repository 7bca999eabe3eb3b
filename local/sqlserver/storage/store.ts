import type { Clock } from '../../clock';
import { sqlMessage } from '../engine/sql-message';
import type { Database, Fact } from './database';
import { Locks } from './locks';
import { LsnSequence } from './lsn';
import type { Lsn } from './lsn';
import type { RedoWriter } from './redo-writer';
import type { Table } from './table';
import { Transaction } from './transaction';
import type { Matters } from './transaction-log';

/** A reader of a database's log, for which it is kept. */
export interface LogHolder {
  /** Up to where it lets go of the log. */
  letsGoThrough: Lsn;
  misses: Matters;
}

/** Everything the server keeps. Opened by `openStore`. */
export class Store {
  readonly databases = new Map<string, Database>();
  /** Facts of the server itself: logins, server permissions. */
  readonly facts = new Map<string, Fact>();
  readonly locks: Locks;
  readonly lsns = new LsnSequence();
  readonly clock: Clock;
  readonly redo: RedoWriter;
  /** Grows with each change of a definition, and when one is undone. */
  definitions = 0;
  /** Called before TRUNCATE TABLE; each may throw (CDC: 4711). */
  readonly truncateGuards: ((table: Table) => void)[] = [];
  /** Called before DROP TABLE, in its transaction: what belongs to the table goes with it. */
  readonly dropHooks: ((table: Table, transaction: Transaction) => void)[] = [];
  /** Called after ALTER TABLE, in its transaction, with what was done. */
  readonly alterHooks: ((table: Table, transaction: Transaction, command: string) => void)[] = [];
  /** Undefined where it does not hold the database's log. */
  readonly logHolders: ((database: Database) => LogHolder | undefined)[] = [];
  private lastTransactionId = 0;
  private lastCommitMs = 0;

  constructor(clock: Clock, redo: RedoWriter) {
    this.clock = clock;
    this.redo = redo;
    this.locks = new Locks(clock);
  }

  /** Throws 911 when there is none of that name. */
  database(name: string): Database {
    const database = this.databases.get(name.toLowerCase());
    if (database === undefined) throw sqlMessage(911, name);
    return database;
  }

  table(database: string, objectId: number): Table {
    const table = this.database(database).tableById(objectId);
    if (table === undefined) throw new Error(`No table ${String(objectId)} in ${database}.`);
    return table;
  }

  /** The newest transaction that no holder of the database's log needs; undefined where nobody holds it. */
  heldAfter(database: Database): Lsn | undefined {
    return this.holdersOf(database)
      .map(({ letsGoThrough }) => letsGoThrough)
      .reduce<Lsn | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  }

  /** Whether a reader of the database's log misses a change. */
  missedBy(database: Database): Matters {
    const holders = this.holdersOf(database);
    return (entry) => holders.some(({ misses }) => misses(entry));
  }

  private holdersOf(database: Database): LogHolder[] {
    return this.logHolders.flatMap((holder) => holder(database) ?? []);
  }

  nextDatabaseId(): number {
    const taken = new Set([...this.databases.values()].map(({ id }) => id));
    let id = 1;
    while (taken.has(id)) id++;
    return id;
  }

  begin(spid = 0): Transaction {
    return new Transaction(this, ++this.lastTransactionId, spid);
  }

  /** Runs `work` in a transaction of its own and commits it; rolls back and rethrows when it fails. */
  async transact<T>(work: (transaction: Transaction) => T | Promise<T>, spid = 0): Promise<T> {
    const transaction = this.begin(spid);
    try {
      const result = await work(transaction);
      await transaction.commit();
      return result;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  /** Commit times follow the clock but never go back, so that the log can be searched by time. */
  nextCommitMs(): number {
    this.lastCommitMs = Math.max(this.lastCommitMs, this.clock.now());
    return this.lastCommitMs;
  }

  /** What a snapshot of the present state is stamped with. */
  snapshotIdentity(): { id: number; ms: number; lsn: string; from: string } {
    const lsn = this.lsns.newest.toString(16);
    return { id: this.lastTransactionId, ms: this.lastCommitMs, lsn, from: lsn };
  }

  /** Ids and times given from here on are greater than these. */
  continueAfter(transactionId: number, commitMs: number): void {
    this.lastTransactionId = Math.max(this.lastTransactionId, transactionId);
    this.lastCommitMs = Math.max(this.lastCommitMs, commitMs);
  }
}
