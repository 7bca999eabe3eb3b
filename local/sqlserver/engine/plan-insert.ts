import type { Table } from '../storage/table';
import type { ColumnDefinition } from '../storage/table-definition';
import type { Transaction } from '../storage/transaction';
import type { Expression, InsertStatement } from '../tsql/parse/ast';
import type { SqlValue } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import { convertedTo } from './bind-case';
import { bindExpression } from './bind-expression';
import { bindQuery } from './bind-query';
import type { Binding, Bound } from './binding';
import { defaultExpression } from './default-value';
import type { Evaluation } from './evaluation';
import { requirePermission } from './permissions';
import type { Plan } from './plan';
import { tableOf } from './resolve-name';
import {
  checkNulls,
  columnConversion,
  identityValue,
  nextIdentity,
  noteIdentity,
} from './row-writer';
import { same } from './scope';
import { sqlMessage } from './sql-message';

/** Makes the values of the target columns, row by row. */
type RowSource = (evaluation: Evaluation) => Iterable<readonly SqlValue[]>;

export function planInsert(
  statement: InsertStatement,
  binding: Binding,
  options: { identityInsert: Table | undefined },
): Plan {
  const { session } = binding;
  const table = tableOf(session, statement.table);
  const database = session.engine.store.database(table.database);
  requirePermission(session, 'INSERT', { database, schema: table.schema, name: table.name });
  const isExplicit = options.identityInsert === table;
  const targets = targetColumns(statement, table, isExplicit);
  const source = bindRows(statement, { table, targets, binding });
  const write = rowWriter(table, targets, binding);
  return {
    reads: binding.reads,
    writes: [table],
    run: (evaluation, transaction) => {
      const rows = [...source(evaluation)];
      for (const values of rows) write(values, evaluation, transaction);
      return { rowCount: rows.length };
    },
  };
}

/** Positions of the columns that get values. Throws 207, 264, 544, 545 or 8101. */
function targetColumns(statement: InsertStatement, table: Table, isExplicit: boolean): number[] {
  const identity = table.columns.findIndex((column) => column.identity !== undefined);
  if (statement.source.kind === 'defaults') return [];
  const { columns } = statement;
  if (columns === undefined) return everyColumn(statement, table, { identity, isExplicit });
  const positions = columns.map((name) => {
    const at = table.columnIndex(name);
    if (at < 0) throw sqlMessage(207, name);
    return at;
  });
  columns.forEach((name, at) => {
    if (columns.findIndex((other) => same(other, name)) !== at) throw sqlMessage(264, name);
  });
  if (identity >= 0 && positions.includes(identity) && !isExplicit)
    throw sqlMessage(544, table.name);
  if (identity >= 0 && !positions.includes(identity) && isExplicit)
    throw sqlMessage(545, table.name);
  return positions;
}

function everyColumn(
  statement: InsertStatement,
  table: Table,
  { identity, isExplicit }: { identity: number; isExplicit: boolean },
): number[] {
  const all = table.columns.map((_, at) => at);
  const [first] = statement.source.kind === 'values' ? statement.source.rows : [];
  if (identity >= 0 && (isExplicit || first?.length === all.length))
    throw sqlMessage(8101, table.qualifiedName);
  return all.filter((at) => at !== identity);
}

interface Target {
  table: Table;
  targets: number[];
  binding: Binding;
}

function bindRows(statement: InsertStatement, target: Target): RowSource {
  const { source } = statement;
  if (source.kind === 'defaults') return () => [[]];
  if (source.kind === 'values') return bindValues(source.rows, statement, target);
  const query = bindQuery(source.query, target.binding);
  const { targets, table } = target;
  if (query.columns.length !== targets.length) {
    if (statement.columns === undefined) throw sqlMessage(213);
    throw sqlMessage(query.columns.length < targets.length ? 120 : 121);
  }
  const converts = targets.map((at, item) => {
    const from = query.columns[item]?.type ?? { name: 'int' as const };
    return columnConversion(from, columnAt(table, at), table);
  });
  return function* (evaluation) {
    for (const row of query.rows(evaluation)) {
      yield converts.map((convert, at) => convert(row[at] ?? null));
    }
  };
}

/** Several rows take one type per column first, as UNION ALL would give it. */
function bindValues(
  rows: Expression[][],
  statement: InsertStatement,
  { table, targets, binding }: Target,
): RowSource {
  for (const row of rows) {
    if (row.length === targets.length) continue;
    if (statement.columns === undefined) throw sqlMessage(213);
    throw sqlMessage(row.length < targets.length ? 109 : 110);
  }
  const bound = rows.map((row) =>
    row.map((value, at) => {
      const column = columnAt(table, targets[at] ?? 0);
      const expression = value.kind === 'default' ? defaultExpression(column, value.line) : value;
      return bindExpression(expression, binding);
    }),
  );
  const typed = rows.length === 1 ? bound : unifyColumns(bound, targets.length);
  const converts = typed.map((row) =>
    row.map((value, at) => {
      const convert = columnConversion(value.type, columnAt(table, targets[at] ?? 0), table);
      if (value.isNull === true) return () => null;
      return (evaluation: Evaluation) => convert(value.evaluate(evaluation));
    }),
  );
  return function* (evaluation) {
    for (const row of converts) yield row.map((read) => read(evaluation));
  };
}

function unifyColumns(rows: Bound[][], width: number): Bound[][] {
  const types = Array.from({ length: width }, (_, at) =>
    commonType(rows.map((row) => row[at]).filter((bound) => bound !== undefined)),
  );
  return rows.map((row) => row.map((bound, at) => convertedTo(bound, types[at] ?? bound.type)));
}

/** Fills the other columns with identity values and defaults, checks and stores the row. */
export function rowWriter(table: Table, targets: number[], binding: Binding) {
  const { session } = binding;
  const fill = table.columns.map((column, at) =>
    targets.includes(at) || column.identity !== undefined
      ? undefined
      : defaultOf(column, { table, binding }),
  );
  const places = table.columns.map((_, at) => targets.indexOf(at));
  return (values: readonly SqlValue[], evaluation: Evaluation, transaction: Transaction): void => {
    const row = table.columns.map((column, at): SqlValue => {
      const place = places[at] ?? -1;
      if (column.identity === undefined) {
        return place >= 0 ? (values[place] ?? null) : (fill[at]?.(evaluation) ?? null);
      }
      const given =
        place >= 0
          ? noteIdentity(table, column, values[place] ?? null)
          : nextIdentity(table, column);
      session.state.identity = given;
      session.state.scopeIdentity = given;
      return identityValue(given, column.type);
    });
    checkNulls(table, row, 'INSERT');
    transaction.insert(table, row);
  };
}

function defaultOf(
  column: ColumnDefinition,
  { table, binding }: { table: Table; binding: Binding },
): ((evaluation: Evaluation) => SqlValue) | undefined {
  if (column.default === undefined) return undefined;
  const bound = bindExpression(defaultExpression(column, 1), binding);
  const convert = columnConversion(bound.type, column, table);
  return (evaluation) => convert(bound.evaluate(evaluation));
}

function columnAt(table: Table, at: number): ColumnDefinition {
  const column = table.columns[at];
  if (column === undefined) throw new Error(`No column ${String(at)} in ${table.name}.`);
  return column;
}
