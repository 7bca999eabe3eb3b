import type { Lsn } from './lsn';
import type { Row } from './row-store';
import type { Table } from './table';
import type { ColumnDefinition } from './table-definition';

export interface LogEntry {
  /** Below its transaction's `commitLsn`, ascending within the transaction. */
  seqval: Lsn;
  operation: 'insert' | 'update' | 'delete';
  table: Table;
  /** The table's columns when the change was made. */
  columns: readonly ColumnDefinition[];
  /** Absent for an insert. */
  before?: Row;
  /** Absent for a delete. */
  after?: Row;
}

/** One committed transaction, also one that changed no rows of user tables. */
export interface LoggedTransaction {
  transactionId: number;
  commitLsn: Lsn;
  /** Milliseconds since 1970. */
  commitTimeMs: number;
  entries: LogEntry[];
}

/** Fact of a database: up to where its log was forgotten for good, as 20 hex digits of an LSN. */
export const LOG_TRUNCATED = 'log truncated';

/** Whether whoever reads the log misses the change once it is forgotten. */
export type Matters = (entry: LogEntry) => boolean;

/**
 * The committed transactions of one database, in commit order. Only durable work is in it, and a
 * rolled-back transaction never is.
 */
export class TransactionLog {
  private transactions: LoggedTransaction[] = [];
  private truncatedThrough: Lsn | undefined;
  private readonly listeners = new Set<() => void>();

  /** The commit LSN of the newest transaction. */
  get lastLsn(): Lsn | undefined {
    return this.transactions.at(-1)?.commitLsn;
  }

  append(transaction: LoggedTransaction): void {
    this.transactions.push(transaction);
    for (const listener of this.listeners) listener();
  }

  /** Transactions committed after `lsn` (all of them without one), oldest first, at most `limit`. */
  transactionsAfter(lsn?: Lsn, limit = Infinity): LoggedTransaction[] {
    const from = lsn === undefined ? 0 : this.firstAfter(lsn);
    return this.transactions.slice(from, from + limit);
  }

  /** The changes of `transactionsAfter`. */
  entriesAfter(lsn?: Lsn): LogEntry[] {
    return this.transactionsAfter(lsn).flatMap(({ entries }) => entries);
  }

  /**
   * Forgets transactions up to `through`, as the truncation that follows a log backup does; the newest
   * stays. A log that is opened again is whole.
   */
  truncate(through: Lsn, matters: Matters): void {
    this.forget(Math.min(this.firstAfter(through), this.transactions.length - 1), matters);
  }

  /** Whether changes that mattered came after `lsn` and are forgotten. */
  isTruncatedAfter(lsn: Lsn): boolean {
    return this.truncatedThrough !== undefined && lsn < this.truncatedThrough;
  }

  /** The newest change that mattered and is forgotten, were all up to `through` forgotten. */
  missedThrough(through: Lsn, matters: Matters): Lsn | undefined {
    const last = this.transactions.findLast(
      ({ commitLsn, entries }) => commitLsn <= through && entries.some(matters),
    );
    return last?.commitLsn ?? this.truncatedThrough;
  }

  /** Of a log that is opened again: it was forgotten up to `lsn` before. */
  beginsAfter(lsn: Lsn): void {
    this.truncatedThrough = lsn;
  }

  /** Forgets what was committed before that time, up to `lsn`. */
  expire(through: { beforeMs: number; lsn: Lsn | undefined }, matters: Matters): void {
    const kept = this.transactions.findIndex(
      ({ commitTimeMs, commitLsn }) =>
        commitTimeMs >= through.beforeMs || (through.lsn !== undefined && commitLsn > through.lsn),
    );
    // The last one stays, since it tells how far the log has come.
    const count = kept < 0 ? this.transactions.length - 1 : kept;
    this.forget(count, matters);
  }

  /** The newest transaction committed at or before that time; commit times never go back. */
  atTime(timeMs: number): LoggedTransaction | undefined {
    return this.transactions.findLast(({ commitTimeMs }) => commitTimeMs <= timeMs);
  }

  /** Calls `listener` after each commit until the returned function is called. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private forget(count: number, matters: Matters): void {
    if (count <= 0) return;
    const dropped = this.transactions.splice(0, count);
    const last = dropped.findLast(({ entries }) => entries.some(matters));
    this.truncatedThrough = last?.commitLsn ?? this.truncatedThrough;
  }

  private firstAfter(lsn: Lsn): number {
    let low = 0;
    let high = this.transactions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.transactions[middle];
      if (at !== undefined && at.commitLsn <= lsn) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
