import type {
  AlterDatabaseStatement,
  DefinitionStatement,
  SecurityStatement,
  TruncateStatement,
} from '../tsql/parse/ast';
import { alterDatabase, createDatabase, createSchema, drop } from './define-object';
import { defineSecurity } from './define-principal';
import { alterTable, createTable, truncateTable } from './define-table';
import type { Defining } from './define-table';
import type { Frame } from './frame';
import { newBinding } from './new-binding';
import { tableOf } from './resolve-name';
import { runPlan } from './run-plan';

type Definition =
  AlterDatabaseStatement | DefinitionStatement | SecurityStatement | TruncateStatement;

/** DDL and grants, under the locks of what they change. */
export async function runDefinition(statement: Definition, frame: Frame): Promise<void> {
  const { session } = frame;
  await runPlan(frame, () => ({
    reads: new Map(),
    writes: [session.currentDatabase, ...lockedTables(statement, frame)],
    run: (evaluation, transaction) => {
      define(statement, { binding: newBinding(frame), evaluation, transaction });
      return {};
    },
  }));
}

function lockedTables(statement: Definition, { session }: Frame) {
  if (statement.kind === 'truncate' || statement.kind === 'alter-table')
    return [tableOf(session, statement.table)];
  if (statement.kind !== 'drop' || statement.object !== 'table') return [];
  const names = statement.names.filter(({ schema, name }) =>
    session.currentDatabase.table(schema ?? 'dbo', name),
  );
  return names.map((name) => tableOf(session, name));
}

function define(statement: Definition, defining: Defining): void {
  switch (statement.kind) {
    case 'create-table':
      createTable(statement, defining);
      return;
    case 'alter-table': {
      alterTable(statement, defining);
      return;
    }
    case 'truncate': {
      truncateTable(tableOf(defining.binding.session, statement.table), defining);
      return;
    }
    case 'create-database': {
      createDatabase(statement, defining);
      return;
    }
    case 'create-schema': {
      createSchema(statement, defining);
      return;
    }
    case 'drop': {
      drop(statement, defining);
      return;
    }
    case 'alter-database': {
      alterDatabase(statement, defining);
      return;
    }
    default: {
      defineSecurity(statement, defining);
      return;
    }
  }
}
