import type { Database } from '../storage/database';
import type { LockMode } from '../storage/locks';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import type { ColumnDescription } from '../session';
import type { SqlValue } from '../types/sql-type';
import type { Evaluation } from './evaluation';

/** What one statement does once its locks are held; it runs within one turn of the event loop. */
export interface Plan {
  reads: Map<Table, LockMode | 'none'>;
  /** Locked exclusively until the transaction ends. */
  writes: (Table | Database)[];
  /** Absent for statements that return no rows. */
  columns?: ColumnDescription[];
  run(evaluation: Evaluation, transaction: Transaction): PlanResult;
}

export interface PlanResult {
  rows?: readonly SqlValue[][];
  /** Undefined for statements that count nothing (SELECT @x = …, DDL). */
  rowCount?: number | undefined;
  /** What @@ROWCOUNT becomes; the row count when absent. */
  counted?: number;
}
