import { outsideSubset } from '../outside-subset';
import type { LockMode } from '../storage/locks';
import type { Row } from '../storage/row-store';
import type { Table } from '../storage/table';
import type { Condition, Join, NamedTable, TableFunction, TableSource } from '../tsql/parse/ast';
import type { SqlValue } from '../types/sql-type';
import { convertedTo } from './bind-case';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';
import type { Evaluation } from './evaluation';
import { bindJoin } from './bind-join';
import { requirePermission } from './permissions';
import { databaseOf, schemaOf, writtenName } from './resolve-name';
import { seekByEquality } from './seek-by-equality';
import { same } from './scope';
import type { ScopeColumn } from './scope';
import { sqlMessage } from './sql-message';

/** Rows of a FROM clause; each holds the values of all its columns in scope order. */
export interface BoundSource {
  width: number;
  rows(evaluation: Evaluation): Iterable<Row>;
}

const HINTS: Record<string, LockMode | 'none' | undefined> = {
  NOLOCK: 'none',
  READUNCOMMITTED: 'none',
  UPDLOCK: 'exclusive',
  XLOCK: 'exclusive',
  TABLOCKX: 'exclusive',
};
const IDLE_HINTS = new Set([
  'READCOMMITTED',
  'READCOMMITTEDLOCK',
  'ROWLOCK',
  'PAGLOCK',
  'TABLOCK',
  'NOWAIT',
]);
const LONG_HINTS = new Set(['HOLDLOCK', 'SERIALIZABLE', 'REPEATABLEREAD']);

/** Adds the source's columns to the binding's scope. `where` lets a single table be sought by equality. */
export function bindSource(source: TableSource, binding: Binding, where?: Condition): BoundSource {
  switch (source.kind) {
    case 'table':
      return bindNamed(source, binding, where);
    case 'function':
      return bindFunction(source, binding);
    case 'join':
      return bindJoinSource(source, binding);
  }
}

function bindJoinSource(join: Join, binding: Binding): BoundSource {
  const left = bindSource(join.left, binding);
  const right = bindSource(join.right, binding);
  return bindJoin({ join, left, right }, binding);
}

function bindNamed(source: NamedTable, binding: Binding, where?: Condition): BoundSource {
  const { session } = binding;
  const database = databaseOf(session, source.name);
  const schema = schemaOf(source.name);
  const { name } = source.name;
  if (name.startsWith('#')) throw outsideSubset('A temporary table', source.line);
  const qualifier =
    source.alias === undefined ? { name, schema, database: database.name } : { name: source.alias };
  const table = database.table(schema, name);
  if (table === undefined) return bindVirtual(source, binding, qualifier);
  requirePermission(session, 'SELECT', { database, schema, name: table.name });
  noteRead(binding, table, source.hints);
  addTableColumns(binding, table, qualifier);
  const width = table.columns.length;
  const seek = where && seekByEquality(where, table, binding);
  if (seek === undefined) return { width, rows: () => table.rows.rows() };
  return {
    width,
    rows: (evaluation) => {
      const ids = seek(evaluation);
      if (ids === undefined) return table.rows.rows();
      return ids.map((id) => table.rows.get(id)).filter((row) => row !== undefined);
    },
  };
}

export function addTableColumns(
  binding: Binding,
  table: Table,
  qualifier: ScopeColumn['qualifier'],
): void {
  for (const { name, type, nullable, identity } of table.columns) {
    binding.scope.columns.push({
      name,
      qualifier,
      type,
      nullable,
      identity: identity !== undefined,
    });
  }
}

function noteRead(binding: Binding, table: Table, hints: string[]): void {
  let mode: LockMode | 'none' = 'shared';
  for (const hint of hints) {
    if (LONG_HINTS.has(hint)) mode = mode === 'none' ? mode : 'exclusive';
    else if (HINTS[hint] !== undefined) mode = HINTS[hint];
    else if (!IDLE_HINTS.has(hint)) throw outsideSubset(`The table hint ${hint}`);
  }
  const known = binding.reads.get(table);
  if (known !== 'exclusive')
    binding.reads.set(table, known === 'shared' && mode === 'none' ? known : mode);
}

function bindVirtual(
  source: NamedTable,
  binding: Binding,
  qualifier: ScopeColumn['qualifier'],
): BoundSource {
  const { session } = binding;
  const database = databaseOf(session, source.name);
  const schema = schemaOf(source.name);
  const found = session.engine.virtualTables.find(database, schema, source.name.name);
  if (found === undefined) throw sqlMessage(208, writtenName(source.name));
  const isCatalogue = found.isPublic ?? (same(schema, 'sys') || same(schema, 'INFORMATION_SCHEMA'));
  if (!isCatalogue) requirePermission(session, 'SELECT', { database, schema, name: found.name });
  for (const { name, type, nullable } of found.columns) {
    binding.scope.columns.push({ name, qualifier, type, nullable });
  }
  const cacheKey = {};
  return {
    width: found.columns.length,
    rows: ({ statement }) => {
      const { cache } = statement;
      if (!cache.has(cacheKey)) cache.set(cacheKey, [...found.rows({ session, database })]);
      return cache.get(cacheKey) as Row[];
    },
  };
}

function bindFunction(source: TableFunction, binding: Binding): BoundSource {
  const { session } = binding;
  const database = databaseOf(session, source.name);
  const schema = schemaOf(source.name);
  const found = session.engine.tableFunctions.find(database, schema, source.name.name);
  if (found === undefined) throw sqlMessage(208, writtenName(source.name));
  const given = source.arguments;
  if (given.length < found.parameters.length) throw sqlMessage(313, writtenName(source.name));
  if (given.length > found.parameters.length) throw sqlMessage(8144, writtenName(source.name));
  const args = given.map((argument, at): Bound => {
    if (argument.kind === 'default') {
      return { type: { name: 'int' }, nullable: true, isNull: true, evaluate: () => null };
    }
    const bound = bindExpression(argument, binding);
    return convertedTo(bound, found.parameters[at]?.type ?? bound.type);
  });
  const qualifier = { name: source.alias ?? source.name.name };
  for (const { name, type, nullable } of found.columns) {
    binding.scope.columns.push({ name, qualifier, type, nullable });
  }
  return {
    width: found.columns.length,
    rows: (evaluation) => {
      const values: SqlValue[] = args.map((arg) => arg.evaluate(evaluation));
      return found.rows(values, { session, database });
    },
  };
}
