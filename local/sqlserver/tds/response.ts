import type { ColumnDescription, Parameter, ResultSink } from '../session';
import { SqlError } from '../sql-error';
import type { SqlValue } from '../types/sql-type';
import { writeTextChange } from './environment-change';
import type { MessageWriter } from './message-writer';
import {
  DONE,
  INFO_SEVERITY_MAX,
  TOKEN,
  writeColumns,
  writeDone,
  writeMessage,
  writeReturnStatus,
  writeReturnValue,
  type DoneToken,
} from './tokens';
import type { TransactionWatch } from './transaction-watch';
import { valueWriter, type ValueWriter } from './value-writer';

const COMMAND = { none: 0, select: 0xc1, insert: 0xc3 };
/** SQL Server ends the connection after errors from this severity on. */
const FATAL_SEVERITY = 20;

/** The answer to one request, in the order in which the session reports. */
export class Response implements ResultSink {
  /** An error after which the connection ends. */
  fatal = false;
  /** Of the last error, 0 without one: what sp_executesql returns. */
  errorNumber = 0;
  private readonly message: MessageWriter;
  private readonly watch: TransactionWatch;
  private database: string;
  /** Statements of a procedure call end in DONEINPROC, the call in DONEPROC. */
  private readonly doneToken: number;
  /** Held back until it is known whether more follows. */
  private held: DoneToken | undefined;
  private writers: ValueWriter[] = [];
  private command = COMMAND.none;
  private errorSeen = false;
  private rolledBack = false;

  constructor(
    message: MessageWriter,
    session: { watch: TransactionWatch; database: string },
    kind: 'batch' | 'call',
  ) {
    this.message = message;
    this.watch = session.watch;
    this.database = session.database;
    this.doneToken = kind === 'batch' ? TOKEN.done : TOKEN.doneInProcedure;
  }

  columns(columns: ColumnDescription[]): void {
    this.release();
    writeColumns(this.message.tokens, columns);
    this.writers = columns.map(({ type }) => valueWriter(type));
    this.command = COMMAND.select;
  }

  row(values: readonly SqlValue[]): void {
    const { tokens } = this.message;
    const start = tokens.length;
    try {
      tokens.uint8(TOKEN.row);
      for (let column = 0; column < this.writers.length; column++) {
        this.writers[column]?.(tokens, values[column] ?? null);
      }
    } catch (error) {
      tokens.length = start;
      throw error;
    }
    this.message.flushFull();
  }

  done(rowCount?: number): void {
    this.release();
    this.tellTransaction();
    this.held = {
      token: this.doneToken,
      status: this.status() | (rowCount === undefined ? 0 : DONE.count),
      command: this.command,
      rowCount: rowCount ?? 0,
    };
    this.errorSeen = false;
    this.rolledBack = false;
    this.command = COMMAND.none;
  }

  info(message: SqlError): void {
    this.release();
    writeMessage(this.message.tokens, message);
    this.message.flushFull();
  }

  error(error: SqlError): void {
    this.info(error);
    if (error.severity <= INFO_SEVERITY_MAX) return;
    this.errorSeen = true;
    this.errorNumber = error.number;
    this.fatal ||= error.severity >= FATAL_SEVERITY;
  }

  databaseChanged(database: string): void {
    this.release();
    writeTextChange(this.message.tokens, 'database', { from: this.database, to: database });
    this.database = database;
  }

  transactionRolledBack(): void {
    this.rolledBack = true;
  }

  drained(): Promise<void> | undefined {
    return this.message.drained();
  }

  /** A bulk load answers like one statement that inserted. */
  inserted(rowCount: number): void {
    this.command = COMMAND.insert;
    this.done(rowCount);
  }

  /** The client gave its request up: an error, but none that has a message. */
  givenUp(): void {
    this.errorSeen = true;
    this.finish();
  }

  /** After a batch, a bulk load or a transaction request. */
  finish(): void {
    if (this.errorSeen || this.held === undefined) this.done();
    this.release(0);
    this.message.end();
  }

  /** After each call of an RPC request; the message ends with the last. */
  finishCall(returned: { status: number; output: IndexedParameter[]; more: boolean }): void {
    if (this.errorSeen) this.done();
    this.release();
    this.tellTransaction();
    const { tokens } = this.message;
    writeReturnStatus(tokens, returned.status);
    for (const { parameter, ordinal } of returned.output) {
      writeReturnValue(tokens, parameter, ordinal);
    }
    const status = this.status() | (returned.more ? DONE.more : 0);
    writeDone(tokens, { token: TOKEN.doneProcedure, status, command: 0, rowCount: 0 });
    this.errorNumber = 0;
    if (!returned.more) this.message.end();
  }

  private tellTransaction(): void {
    const rolledBack = this.rolledBack || this.errorSeen;
    this.watch.tell(this.message.tokens, rolledBack ? 'rolled back' : 'committed');
  }

  private status(): number {
    return (this.errorSeen ? DONE.error : 0) | (this.watch.isOpen ? DONE.inTransaction : 0);
  }

  private release(more: number = DONE.more): void {
    if (this.held === undefined) return;
    const held = this.held;
    this.held = undefined;
    writeDone(this.message.tokens, { ...held, status: held.status | more });
  }
}

/** An output parameter and its place among those of the call. */
export interface IndexedParameter {
  parameter: Parameter;
  ordinal: number;
}

export function databaseContext(database: string): SqlError {
  return new SqlError(5701, `Changed database context to '${database}'.`, {
    severity: 0,
    state: 2,
  });
}
