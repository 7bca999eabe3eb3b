import type { SqlError } from './sql-error';
import type { SqlType, SqlValue } from './types/sql-type';

/** The engine as the TDS layer sees it. */
export interface SqlEngine {
  /** Throws `SqlError` 18456 (login failed) or 4060 (cannot open database). */
  login(login: { user: string; password: string; database?: string }): SqlSession;
}

export interface Parameter {
  /** With its `@`; empty when passed by position. */
  name: string;
  type: SqlType;
  value: SqlValue;
  output?: boolean;
}

/** One connection's session. Statements of one session run one after the other. */
export interface SqlSession {
  readonly database: string;
  /** A SQL batch as in `SQLBatch`. Statement errors go to the sink; the promise rejects only on our bugs. */
  batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void>;
  /** `sp_executesql`: returns the values of output parameters in order of `parameters`. */
  executeSql(
    request: { text: string; declarations: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<Parameter[]>;
  /** A procedure called by name over RPC. */
  procedure(
    request: { name: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<{ returnStatus: number; output: Parameter[] }>;
  begin(): void;
  /** Resolves once the transaction is durable. Rejects with a `SqlError` if it cannot be committed. */
  commit(name?: string): Promise<void>;
  rollback(name?: string): void;
  readonly inTransaction: boolean;
  /** What `INSERT BULK t (…) WITH (…)` announced, then its rows, those together that came together. Returns the number of rows inserted. */
  bulkInsert(
    request: { statement: string; columns: ColumnDescription[]; rows: AsyncIterable<SqlValue[][]> },
    signal: AbortSignal,
  ): Promise<number>;
  /** sp_reset_connection: rolls back, forgets SET options and temporary state. */
  reset(): void;
  close(): void;
}

export interface ColumnDescription {
  name: string;
  type: SqlType;
  nullable: boolean;
  identity?: boolean;
}

/** Where a session writes what a statement produces, in order. */
export interface ResultSink {
  columns(columns: ColumnDescription[]): void;
  row(values: readonly SqlValue[]): void;
  /** After each statement: the number of rows it affected or returned, undefined when it counts none. */
  done(rowCount?: number): void;
  /** PRINT, and informational messages of severity 10 and below. */
  info(message: SqlError): void;
  error(error: SqlError): void;
  /** Before message 5701, which is an `info` of its own. */
  databaseChanged(database: string): void;
  /**
   * When a statement or an error has rolled the outermost transaction back, before that statement's
   * `done`. A sink that is not told takes an ended transaction for committed unless an error came.
   */
  transactionRolledBack?(): void;
  /** Undefined while the client keeps up; else settles when it has. Awaited between rows, it bounds memory. */
  drained?(): Promise<void> | undefined;
}
