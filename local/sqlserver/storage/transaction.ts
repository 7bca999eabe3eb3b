import { isDiskFull } from '../../storage/disk-full-error';
import { sqlMessage } from '../engine/sql-message';
import type { SqlError } from '../sql-error';
import { applyDefinition } from './apply-definition';
import type { DefinitionChange } from './definition-change';
import type { LockMode, LockOwner } from './locks';
import { logTransaction } from './log-transaction';
import type { Row } from './row-store';
import type { Store } from './store';
import type { Table } from './table';

export type RowChange =
  | { kind: 'insert'; table: Table; id: number; after: Row }
  | { kind: 'update'; table: Table; id: number; before: Row; after: Row }
  | { kind: 'delete'; table: Table; id: number; before: Row };

export type Change =
  RowChange | { kind: 'definition'; definition: DefinitionChange; undo: () => void };

/** Changes rows and definitions; owns locks until it ends. A finished one must not be used again. */
export class Transaction implements LockOwner {
  readonly id: number;
  readonly spid: number;
  private readonly store: Store;
  private readonly changes: Change[] = [];

  constructor(store: Store, id: number, spid: number) {
    this.store = store;
    this.id = id;
    this.spid = spid;
  }

  /** Undefined when the lock is held already or was free. */
  lock(
    resource: object,
    mode: LockMode,
    wait: { timeoutMilliseconds: number; signal: AbortSignal },
  ): Promise<void> | undefined {
    return this.store.locks.acquire({ owner: this, resource, mode, ...wait });
  }

  /** Throws 2627 or 2601. Returns the row's id. */
  insert(table: Table, row: Row): number {
    table.checkKeys(row);
    const id = table.rows.nextId;
    table.put(id, row);
    this.changes.push({ kind: 'insert', table, id, after: row });
    return id;
  }

  /**
   * Replaces rows in one step, so that keys may move among them. Throws 2627 or 2601; then the
   * transaction must go back to a mark taken before.
   */
  update(table: Table, replacements: { id: number; after: Row }[]): void {
    const pending = replacements.map(({ id, after }) => ({ id, after, before: rowAt(table, id) }));
    for (const { id, after, before } of pending) {
      this.changes.push({ kind: 'update', table, id, before, after });
    }
    for (const { id } of pending) table.remove(id);
    for (const { id, after } of pending) {
      table.checkKeys(after);
      table.put(id, after);
    }
  }

  delete(table: Table, id: number): void {
    this.changes.push({ kind: 'delete', table, id, before: rowAt(table, id) });
    table.remove(id);
  }

  define(definition: DefinitionChange): void {
    const undo = applyDefinition(this.store, definition);
    this.changes.push({ kind: 'definition', definition, undo });
  }

  /** A point to go back to. */
  mark(): number {
    return this.changes.length;
  }

  rollbackTo(mark: number): void {
    for (const change of this.changes.splice(mark).reverse()) undo(change);
  }

  /**
   * Resolves once the work is durable; then it is in the transaction logs and the locks are free.
   * When it cannot be written, everything is undone and the promise rejects.
   */
  async commit(): Promise<void> {
    try {
      if (this.changes.length > 0) {
        const { redo, publish } = logTransaction(this.store, this.id, this.changes);
        await this.store.redo.append(redo);
        publish();
      }
    } catch (error) {
      const told = isDiskFull(error) ? this.logFull() : error;
      this.rollbackTo(0);
      throw told;
    } finally {
      this.store.locks.releaseAll(this);
    }
  }

  /** https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-9002-database-engine-error */
  private logFull(): SqlError {
    const row = this.changes.find((change) => change.kind !== 'definition');
    return sqlMessage(9002, row?.table.database ?? 'master', 'ACTIVE_TRANSACTION');
  }

  rollback(): void {
    this.rollbackTo(0);
    this.store.locks.releaseAll(this);
  }
}

function rowAt(table: Table, id: number): Row {
  const row = table.rows.get(id);
  if (row === undefined) throw new Error(`No row ${String(id)} in ${table.qualifiedName}.`);
  return row;
}

function undo(change: Change): void {
  switch (change.kind) {
    case 'insert':
      change.table.remove(change.id);
      break;
    case 'update':
      change.table.remove(change.id);
      change.table.put(change.id, change.before);
      break;
    case 'delete':
      change.table.put(change.id, change.before);
      break;
    case 'definition':
      change.undo();
      break;
  }
}
