import type { SqlSession } from '../session';
import { PreparedStatements } from './prepared-statements';
import { TransactionWatch } from './transaction-watch';

/** What a logged-in connection remembers from one request to the next. */
export interface ConnectionState {
  readonly session: SqlSession;
  readonly watch: TransactionWatch;
  readonly prepared: PreparedStatements;
  /** `INSERT BULK …`, whose rows the next message brings. */
  bulkStatement: string | undefined;
}

export function connectionState(session: SqlSession): ConnectionState {
  return {
    session,
    watch: new TransactionWatch(session),
    prepared: new PreparedStatements(),
    bulkStatement: undefined,
  };
}
