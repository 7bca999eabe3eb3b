import type { Query } from '../tsql/parse/ast';
import type { Table } from '../storage/table';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { LockMode } from '../storage/locks';
import type { EngineSession } from './engine-session';
import type { Evaluation } from './evaluation';
import type { GroupScope } from './group-scope';
import type { Scope } from './scope';

/** An expression whose names and types are known. */
export interface Bound {
  type: SqlType;
  nullable: boolean;
  /** The literal NULL. */
  isNull?: boolean;
  /** The value of a literal. */
  constant?: SqlValue;
  evaluate(evaluation: Evaluation): SqlValue;
}

/** A condition: null is UNKNOWN. */
export type BoundCondition = (evaluation: Evaluation) => boolean | null;

/** A query whose names and types are known. */
export interface BoundQuery {
  columns: { name: string; type: SqlType; nullable: boolean; identity?: boolean }[];
  /** The bare rows, in order. */
  rows(evaluation: Evaluation): readonly SqlValue[][];
  /** Whether it reads columns of a query around it. */
  isCorrelated: boolean;
  /** `SELECT @x = …`: the rows are assigned, not returned. */
  assigns: boolean;
}

export interface Variable {
  type: SqlType;
  value: SqlValue;
}

/** What binding one statement needs and gathers. */
export interface Binding {
  session: EngineSession;
  variables: ReadonlyMap<string, Variable>;
  /** Of the variables that the statement names, by their names in lower case. */
  variableTypes: Map<string, SqlType>;
  scope: Scope;
  /** Set while the expressions above a GROUP BY are bound. */
  group?: GroupScope | undefined;
  /** Tables that the statement reads, with the lock each wants; 'none' under NOLOCK. */
  reads: Map<Table, LockMode | 'none'>;
  bindQuery(query: Query, binding: Binding): BoundQuery;
}
