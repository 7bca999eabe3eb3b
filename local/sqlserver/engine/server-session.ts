import type { ColumnDescription, Parameter, ResultSink, SqlSession } from '../session';
import type { SqlError } from '../sql-error';
import type { Database } from '../storage/database';
import type { LockMode } from '../storage/locks';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import type { InsertBulkStatement, TransactionStatement } from '../tsql/parse/ast';
import type { SqlValue } from '../types/sql-type';
import { bulkInsert } from './bulk-insert';
import type { EngineCore } from './engine-core';
import type { EngineSession, SessionState } from './engine-session';
import { ROLLS_BACK } from './handle-error';
import { PlanCache } from './plan-cache';
import { canAccessDatabase, ownsDatabase, userNameIn } from './permissions';
import { callProcedure, runBatch, runParameterised } from './run-batch';
import { sqlMessage } from './sql-message';

/** One connection. Its statements run one after the other; other sessions run between them. */
export class ServerSession implements SqlSession, EngineSession {
  readonly engine: EngineCore;
  readonly spid: number;
  readonly login: string;
  currentDatabase: Database;
  noCount = false;
  /** SET FMTONLY ON: statements tell their columns and do nothing. */
  formatOnly = false;
  xactAbort = false;
  isolation = 'READ COMMITTED';
  lockTimeoutMilliseconds = -1;
  identityInsert: Table | undefined;
  transactionCount = 0;
  isDoomed = false;
  state: SessionState = newState();
  readonly plans = new PlanCache();
  private transaction: Transaction | undefined;
  private savepoints: { name: string; mark: number }[] = [];
  private readonly onClose: () => void;
  private thrown = new WeakSet<SqlError>();
  private raised = new WeakSet<SqlError>();

  constructor(
    engine: EngineCore,
    identity: { spid: number; login: string; database: Database },
    onClose: () => void,
  ) {
    this.engine = engine;
    this.spid = identity.spid;
    this.login = identity.login;
    this.currentDatabase = identity.database;
    this.onClose = onClose;
  }

  get database(): string {
    return this.currentDatabase.name;
  }

  get inTransaction(): boolean {
    return this.transaction !== undefined;
  }

  get isAdministrator(): boolean {
    return (
      this.login.toLowerCase() === this.engine.administrator.toLowerCase() || this.hasSysadmin()
    );
  }

  /** REPEATABLE READ and SERIALIZABLE keep what they read locked. */
  get holdsReads(): boolean {
    return this.isolation === 'REPEATABLE READ' || this.isolation === 'SERIALIZABLE';
  }

  isDatabaseOwner(database: Database): boolean {
    return ownsDatabase(this, database);
  }

  canAccess(database: Database): boolean {
    return canAccessDatabase(this, database);
  }

  userName(database: Database): string {
    return userNameIn(this, database);
  }

  batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void> {
    return runBatch(this, text, { sink, signal });
  }

  executeSql(
    request: { text: string; declarations: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<Parameter[]> {
    return runParameterised(this, request, { sink, signal });
  }

  procedure(
    request: { name: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<{ returnStatus: number; output: Parameter[] }> {
    return callProcedure(this, request, { sink, signal });
  }

  bulkInsert(
    request: { statement: string; columns: ColumnDescription[]; rows: AsyncIterable<SqlValue[][]> },
    signal: AbortSignal,
  ): Promise<number> {
    return bulkInsert(this, request, signal);
  }

  /** Checks what INSERT BULK announces; the rows come by `bulkInsert`. */
  announceBulk(statement: InsertBulkStatement): void {
    const { name, schema = 'dbo' } = statement.table;
    if (this.currentDatabase.table(schema, name) === undefined) throw sqlMessage(208, name);
  }

  use(name: string): void {
    const database = this.engine.store.database(name);
    if (!this.canAccess(database)) throw sqlMessage(916, this.login, database.name);
    this.currentDatabase = database;
  }

  begin(): void {
    this.transaction ??= this.engine.store.begin(this.spid);
    this.transactionCount++;
    this.state.transactionState = 1;
  }

  async commit(): Promise<void> {
    const { transaction } = this;
    if (transaction === undefined) throw sqlMessage(3902);
    if (this.isDoomed) throw sqlMessage(3930);
    if (this.transactionCount > 1) {
      this.transactionCount--;
      return;
    }
    this.forget();
    await transaction.commit();
  }

  rollback(name?: string): void {
    const { transaction } = this;
    if (transaction === undefined) {
      if (name === undefined) return;
      throw sqlMessage(3903);
    }
    const savepoint = this.savepoints.findLast(
      (candidate) => candidate.name === name?.toLowerCase(),
    );
    if (savepoint === undefined) {
      this.forget();
      transaction.rollback();
      return;
    }
    if (this.isDoomed) throw sqlMessage(3931);
    transaction.rollbackTo(savepoint.mark);
    this.savepoints.length = this.savepoints.indexOf(savepoint) + 1;
  }

  async transact({ action }: TransactionStatement, name?: string): Promise<void> {
    switch (action) {
      case 'begin': {
        this.begin();
        return;
      }
      case 'commit':
        return this.commit();
      case 'rollback':
        if (this.transaction === undefined) throw sqlMessage(3903);
        {
          this.rollback(name);
          return;
        }
      case 'save':
        if (this.transaction === undefined) throw sqlMessage(628);
        this.savepoints.push({ name: (name ?? '').toLowerCase(), mark: this.transaction.mark() });
    }
  }

  /** Undoes one failed statement; without a transaction, commits the one that succeeded. Then finishes it. */
  async inStatement(
    work: (transaction: Transaction) => Promise<() => void | Promise<void>>,
  ): Promise<void> {
    const { transaction } = this;
    if (transaction === undefined) {
      let finish: () => void | Promise<void> = () => undefined;
      await this.engine.store.transact(async (own) => (finish = await work(own)), this.spid);
      await finish();
      return;
    }
    const mark = transaction.mark();
    try {
      await (
        await work(transaction)
      )();
    } catch (error) {
      if (this.transaction === transaction) transaction.rollbackTo(mark);
      throw error;
    }
  }

  async write<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    let result: T | undefined;
    await this.inStatement(async (transaction) => {
      result = await work(transaction);
      return () => undefined;
    });
    return result as T;
  }

  async lock(transaction: Transaction, resource: Table | Database, mode: LockMode): Promise<void> {
    await this.acquire(transaction, resource, { mode, signal: new AbortController().signal });
  }

  acquire(
    transaction: Transaction,
    resource: object,
    { mode, signal }: { mode: LockMode; signal: AbortSignal },
  ): Promise<void> | undefined {
    return transaction.lock(resource, mode, {
      timeoutMilliseconds: this.lockTimeoutMilliseconds,
      signal,
    });
  }

  releaseBrief(transaction: Transaction, resources: object[]): void {
    for (const resource of resources) {
      if (!this.engine.store.locks.isExclusive(transaction, resource)) {
        this.engine.store.locks.release(transaction, resource);
      }
    }
  }

  setIdentityInsert(table: Table, on: boolean): void {
    if (!table.columns.some(({ identity }) => identity !== undefined))
      throw sqlMessage(8106, table.name);
    const current = this.identityInsert;
    if (on && current !== undefined && current !== table)
      throw sqlMessage(8107, current.qualifiedName, table.qualifiedName);
    if (on) this.identityInsert = table;
    else if (current === table) this.identityInsert = undefined;
  }

  /** An error caught by TRY … CATCH may leave a transaction that can only be rolled back. */
  doomAfter(error: SqlError): void {
    if (error.number === 1205) {
      this.rollback();
      return;
    }
    if (this.transaction === undefined || !(ROLLS_BACK.has(error.number) || this.xactAbort)) return;
    this.isDoomed = true;
    this.state.transactionState = -1;
  }

  markThrown(error: SqlError): SqlError {
    this.thrown.add(error);
    return error;
  }

  markRaised(error: SqlError): SqlError {
    this.raised.add(error);
    return error;
  }

  isThrown(error: SqlError): boolean {
    return this.thrown.has(error);
  }

  /** RAISERROR does not honour XACT_ABORT. */
  isRaised(error: SqlError): boolean {
    return this.raised.has(error);
  }

  reset(): void {
    this.rollback();
    this.noCount = false;
    this.formatOnly = false;
    this.xactAbort = false;
    this.isolation = 'READ COMMITTED';
    this.lockTimeoutMilliseconds = -1;
    this.identityInsert = undefined;
    this.state = newState();
  }

  close(): void {
    this.rollback();
    this.onClose();
  }

  private hasSysadmin(): boolean {
    const login = this.engine.store.facts.get(`login:${this.login.toLowerCase()}`) as
      { roles?: string[] } | undefined;
    return login?.roles?.includes('sysadmin') === true;
  }

  private forget(): void {
    this.transaction = undefined;
    this.transactionCount = 0;
    this.savepoints = [];
    this.isDoomed = false;
    this.state.transactionState = 0;
  }
}

function newState(): SessionState {
  return {
    rowCount: 0,
    lastError: 0,
    identity: null,
    scopeIdentity: null,
    caught: undefined,
    transactionState: 0,
    fetchStatus: 0,
    nestLevel: 0,
  };
}
