import type { Row } from '../storage/row-store';
import type { Table } from '../storage/table';
import type { DeleteStatement, NamedTable, TableSource, UpdateStatement } from '../tsql/parse/ast';
import type { SqlValue } from '../types/sql-type';
import { combine } from './assign-variable';
import { bindCondition } from './bind-condition';
import { bindExpression } from './bind-expression';
import { addTableColumns, bindSource } from './bind-source';
import type { Binding, Bound } from './binding';
import { defaultExpression } from './default-value';
import type { Evaluation } from './evaluation';
import { bindCount } from './limit-rows';
import { requirePermission } from './permissions';
import type { Plan } from './plan';
import { tableOf } from './resolve-name';
import { checkNulls, columnConversion } from './row-writer';
import { same, Scope } from './scope';
import { seekByEquality } from './seek-by-equality';
import { sqlMessage } from './sql-message';

interface Found {
  id: number;
  /** The table's own values. */
  own: Row;
  /** All columns in scope. */
  row: Row;
}

/** The rows an UPDATE or DELETE is about. */
interface Target {
  table: Table;
  binding: Binding;
  find: (evaluation: Evaluation) => Found[];
}

export function planDelete(statement: DeleteStatement, outer: Binding): Plan {
  const { table, binding, find } = bindTarget(statement, outer, 'DELETE');
  return {
    reads: binding.reads,
    writes: [table],
    run: (evaluation, transaction) => {
      const found = find(evaluation);
      for (const { id } of found) transaction.delete(table, id);
      return { rowCount: found.length };
    },
  };
}

export function planUpdate(statement: UpdateStatement, outer: Binding): Plan {
  const { table, binding, find } = bindTarget(statement, outer, 'UPDATE');
  const assignments = statement.assignments.map((assignment) =>
    bindSet(assignment, table, binding),
  );
  return {
    reads: binding.reads,
    writes: [table],
    run: (evaluation, transaction) => {
      const inner: Evaluation = { ...evaluation, outer: evaluation };
      const replacements = find(evaluation).map(({ id, own, row }) => {
        inner.row = row;
        const after = [...own];
        for (const { at, value } of assignments) after[at] = value(inner);
        checkNulls(table, after, 'UPDATE');
        return { id, after };
      });
      transaction.update(table, replacements);
      return { rowCount: replacements.length };
    },
  };
}

function bindSet(
  assignment: UpdateStatement['assignments'][number],
  table: Table,
  binding: Binding,
): { at: number; value: (evaluation: Evaluation) => SqlValue } {
  const at = table.columnIndex(assignment.column);
  const column = table.columns[at];
  if (column === undefined) throw sqlMessage(207, assignment.column);
  if (column.identity !== undefined) throw sqlMessage(8102, column.name);
  const { value } = assignment;
  const given = bindExpression(
    value.kind === 'default' ? defaultExpression(column, value.line) : value,
    binding,
  );
  const offset = binding.scope.columns.findIndex(
    (candidate) =>
      same(candidate.name, column.name) &&
      same(candidate.qualifier.name, targetName(binding, table)),
  );
  const current: Bound = {
    type: column.type,
    nullable: true,
    evaluate: ({ row }) => row[offset] ?? null,
  };
  const bound = combine(current, assignment.operator, given);
  if (bound.isNull === true) return { at, value: () => null };
  const convert = columnConversion(bound.type, column, table);
  return { at, value: (evaluation) => convert(bound.evaluate(evaluation)) };
}

/** The name by which the scope knows the target: its alias where FROM gave one. */
function targetName({ scope }: Binding, table: Table): string {
  const known = scope.columns.find(({ qualifier }) => same(qualifier.name, table.name));
  return known?.qualifier.name ?? scope.columns[0]?.qualifier.name ?? table.name;
}

function bindTarget(
  statement: UpdateStatement | DeleteStatement,
  outer: Binding,
  permission: 'UPDATE' | 'DELETE',
): Target {
  const binding: Binding = { ...outer, scope: new Scope(outer.scope) };
  const named = statement.from && findNamed(statement.from, statement.table.name);
  const table = tableOf(binding.session, named?.name ?? statement.table);
  const { session } = binding;
  const database = session.engine.store.database(table.database);
  requirePermission(session, permission, { database, schema: table.schema, name: table.name });
  const qualifier = {
    name: named?.alias ?? table.name,
    schema: table.schema,
    database: database.name,
  };
  const rows = statement.from
    ? joinedRows(statement.from, { table, binding, named })
    : ownRows(statement, { table, binding, qualifier });
  const where = statement.where && bindCondition(statement.where, binding);
  const top = bindCount(statement.top, binding);
  return {
    table,
    binding,
    find: (evaluation) => {
      const inner: Evaluation = { ...evaluation, outer: evaluation };
      const limit = top?.(inner) ?? Infinity;
      const found = new Map<number, Found>();
      for (const candidate of rows(inner)) {
        if (found.size >= limit) break;
        inner.row = candidate.row;
        if (found.has(candidate.id) || (where !== undefined && where(inner) !== true)) continue;
        found.set(candidate.id, candidate);
      }
      return [...found.values()];
    },
  };
}

type FindRows = (evaluation: Evaluation) => Iterable<Found>;

function ownRows(
  statement: UpdateStatement | DeleteStatement,
  target: {
    table: Table;
    binding: Binding;
    qualifier: { name: string; schema: string; database: string };
  },
): FindRows {
  const { table, binding, qualifier } = target;
  addTableColumns(binding, table, qualifier);
  const seek = statement.where && seekByEquality(statement.where, table, binding);
  return function* (evaluation) {
    const ids = seek?.(evaluation);
    if (ids === undefined) {
      for (const [id, row] of table.rows.entries()) yield { id, own: row, row };
      return;
    }
    for (const id of ids) {
      const row = table.rows.get(id);
      if (row !== undefined) yield { id, own: row, row };
    }
  };
}

/** With FROM: a row found several times is changed once, by the first. */
function joinedRows(
  from: TableSource,
  { table, binding, named }: { table: Table; binding: Binding; named: NamedTable | undefined },
): FindRows {
  if (named === undefined) throw sqlMessage(208, table.name);
  const source = bindSource(from, binding);
  const name = named.alias ?? named.name.name;
  const offset = binding.scope.columns.findIndex(({ qualifier }) => same(qualifier.name, name));
  return function* (evaluation) {
    const ids = new Map([...table.rows.entries()].map(([id, row]) => [row, id]));
    const identities = rowsByIdentity(table, ids);
    for (const row of source.rows(evaluation)) {
      const own = row.slice(offset, offset + table.columns.length);
      for (const id of identities(own)) {
        const stored = table.rows.get(id);
        if (stored !== undefined) yield { id, own: stored, row };
      }
    }
  };
}

/** Rows of a join are copies: they are told apart by all their values together. */
function rowsByIdentity(table: Table, ids: Map<Row, number>): (own: Row) => number[] {
  const texts = new Map<string, number[]>();
  const textOf = (row: Row) =>
    JSON.stringify(row, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value.toString()}n` : value,
    );
  for (const [row, id] of ids) {
    const text = textOf(row);
    const found = texts.get(text);
    if (found === undefined) texts.set(text, [id]);
    else found.push(id);
  }
  return (own) => (own.length === table.columns.length ? (texts.get(textOf(own)) ?? []) : []);
}

function findNamed(source: TableSource, name: string): NamedTable | undefined {
  if (source.kind === 'join') return findNamed(source.left, name) ?? findNamed(source.right, name);
  if (source.kind !== 'table') return undefined;
  return same(source.alias ?? source.name.name, name) || same(source.name.name, name)
    ? source
    : undefined;
}
