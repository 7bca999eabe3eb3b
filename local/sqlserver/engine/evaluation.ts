import type { SqlValue } from '../types/sql-type';
import type { Variable } from './binding';
import type { EngineSession } from './engine-session';

/** What an expression may read while it is evaluated. */
export interface Evaluation {
  session: EngineSession;
  variables: ReadonlyMap<string, Variable>;
  /** The row of the innermost query; outer rows follow `outer`. */
  row: readonly SqlValue[];
  outer?: Evaluation | undefined;
  /** One object per executed statement: uncorrelated subqueries keep their result here. */
  statement: StatementState;
}

export interface StatementState {
  /** Milliseconds since 1970, with a fraction: GETDATE() and its like give one time per statement. */
  nowMs: number;
  cache: Map<object, unknown>;
}
