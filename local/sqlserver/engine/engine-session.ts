import type { Database } from '../storage/database';
import type { LockMode } from '../storage/locks';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import type { EngineCore } from './engine-core';

/** A session as functions, views and system procedures see it. */
export interface EngineSession {
  readonly engine: EngineCore;
  readonly spid: number;
  readonly login: string;
  /** The current database; USE changes it. */
  readonly currentDatabase: Database;
  readonly transactionCount: number;
  /** SET LOCK_TIMEOUT; -1 waits for ever. */
  readonly lockTimeoutMilliseconds: number;
  /** Member of the fixed server role sysadmin. */
  readonly isAdministrator: boolean;
  isDatabaseOwner(database: Database): boolean;
  canAccess(database: Database): boolean;
  /** `dbo` for the administrator, `guest` where the login has no user. */
  userName(database: Database): string;
  /** A value of the last statements: `rowcount`, `identity`, … as `@@ROWCOUNT` and its like give it. */
  readonly state: SessionState;
  /** Waits for a table (or any resource) within the current transaction or statement. */
  lock(transaction: Transaction, resource: Table | Database, mode: LockMode): Promise<void>;
  /** Runs `work` in the current transaction, or in one of its own that is committed after it. */
  write<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T>;
}

export interface SessionState {
  rowCount: number;
  lastError: number;
  /** @@IDENTITY */
  identity: bigint | null;
  /** SCOPE_IDENTITY() */
  scopeIdentity: bigint | null;
  /** The error that the innermost CATCH block handles. */
  caught:
    | {
        number: number;
        severity: number;
        state: number;
        line: number;
        procedure: string;
        message: string;
      }
    | undefined;
  /** 0 none, 1 can be committed, -1 can only be rolled back. */
  transactionState: -1 | 0 | 1;
  fetchStatus: number;
  nestLevel: number;
}
