import type { ResultSink } from '../session';
import type { SqlError } from '../sql-error';
import type { Variable } from './binding';
import type { ServerSession } from './server-session';

/** One level of execution: a batch, the text of EXEC or sp_executesql. */
export interface Frame {
  session: ServerSession;
  variables: Map<string, Variable>;
  sink: ResultSink;
  signal: AbortSignal;
  /** Errors of names and types: TRY … CATCH of the same level does not catch them. */
  bindingErrors: WeakSet<SqlError>;
  /** How many TRY blocks of any level are open. */
  tryDepth: number;
}

/** Why a list of statements ended. */
export type Outcome = 'next' | 'break' | 'continue' | { returned: number };

/** Ends the batch; the error was reported already. */
export class BatchAborted extends Error {
  override readonly name = 'BatchAborted';
}
