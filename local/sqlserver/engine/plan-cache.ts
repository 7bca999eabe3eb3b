import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { Statement } from '../tsql/parse/ast';
import type { SqlType } from '../types/sql-type';
import type { Binding } from './binding';
import type { Frame } from './frame';
import { newBinding } from './new-binding';
import type { Plan } from './plan';
import { planDelete, planUpdate } from './plan-change';
import { planInsert } from './plan-insert';
import { planSelect } from './plan-select';

type PlannedStatement = Extract<Statement, { kind: 'select' | 'insert' | 'update' | 'delete' }>;

interface KeptPlan {
  plan: Plan;
  /** `Store.definitions` when it was bound. */
  definitions: number;
  database: Database;
  identityInsert: Table | undefined;
  variableTypes: ReadonlyMap<string, SqlType>;
}

/** One session's plans: a statement that is sent again is bound again only where what it was bound to has changed. */
export class PlanCache {
  private readonly kept = new WeakMap<PlannedStatement, KeptPlan>();

  /** Throws the errors of names, types and permissions, as binding anew does. */
  planOf(statement: PlannedStatement, frame: Frame): Plan {
    const known = this.kept.get(statement);
    if (known !== undefined && holds(known, frame)) return known.plan;
    const { currentDatabase: database, identityInsert, engine } = frame.session;
    const { definitions } = engine.store;
    const binding = newBinding(frame);
    const plan = planned(statement, binding, identityInsert);
    const { variableTypes } = binding;
    this.kept.set(statement, { plan, definitions, database, identityInsert, variableTypes });
    return plan;
  }
}

function holds(kept: KeptPlan, { session, variables }: Frame): boolean {
  if (
    kept.definitions !== session.engine.store.definitions ||
    kept.database !== session.currentDatabase ||
    kept.identityInsert !== session.identityInsert
  ) {
    return false;
  }
  for (const [name, type] of kept.variableTypes) {
    if (variables.get(name)?.type !== type) return false;
  }
  return true;
}

function planned(
  statement: PlannedStatement,
  binding: Binding,
  identityInsert: Table | undefined,
): Plan {
  switch (statement.kind) {
    case 'select':
      return planSelect(statement.query, binding);
    case 'insert':
      return planInsert(statement, binding, { identityInsert });
    case 'update':
      return planUpdate(statement, binding);
    case 'delete':
      return planDelete(statement, binding);
  }
}
