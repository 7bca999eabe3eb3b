import { outsideSubset } from '../outside-subset';
import type { Row } from '../storage/row-store';
import type { Expression, Query, SelectItem } from '../tsql/parse/ast';
import { comparisonKey } from '../types/comparison-key';
import type { SqlValue } from '../types/sql-type';
import { bindCondition } from './bind-condition';
import { bindExpression } from './bind-expression';
import { bindSource } from './bind-source';
import { bindAssignment } from './assign-variable';
import type { Binding, Bound, BoundQuery } from './binding';
import type { Evaluation } from './evaluation';
import { containsAggregate } from './contains-aggregate';
import { groupRows } from './group-rows';
import { GroupScope } from './group-scope';
import { bindOrder } from './order-rows';
import { bindLimit } from './limit-rows';
import { matches, Scope } from './scope';
import { sqlMessage } from './sql-message';

interface Item {
  name: string;
  bound: Bound;
  identity?: boolean;
}

/** Binds names and types; nothing is read before `rows` is called. `outer` is the query around it. */
export function bindQuery(query: Query, outer: Binding): BoundQuery {
  const scope = new Scope(outer.scope);
  const binding: Binding = { ...outer, scope, group: undefined };
  const source = query.from && bindSource(query.from, binding, query.where);
  const where = query.where && bindCondition(query.where, binding);
  const group = bindGroup(query, binding);
  const above = group === undefined ? binding : { ...binding, group };
  if (group !== undefined) scope.isGrouped = true;
  const assignments = bindAssignments(query.items, above);
  const items =
    assignments === undefined ? query.items.flatMap((item) => bindItem(item, above)) : [];
  const having = query.having && bindCondition(query.having, above);
  const order = bindOrder(query, { items, binding: above });
  const limit = bindLimit(query, binding);

  const rows = (evaluation: Evaluation): SqlValue[][] => {
    const inner: Evaluation = { ...evaluation, row: [], outer: evaluation };
    let found = filter(source === undefined ? [[]] : source.rows(inner), inner, where);
    if (group !== undefined)
      found = groupRows(group, found, { inner, hasKeys: query.groupBy.length > 0 });
    if (having !== undefined) found = filter(found, inner, having);
    if (assignments !== undefined) return assignRows(found, { inner, assignments });
    const projected: { row: Row; values: SqlValue[] }[] = [];
    const stopAt = order === undefined && !query.distinct ? limit.readMax(inner) : Infinity;
    if (stopAt > 0) {
      for (const row of found) {
        inner.row = row;
        projected.push({ row, values: items.map(({ bound }) => bound.evaluate(inner)) });
        if (projected.length >= stopAt) break;
      }
    }
    const unique = query.distinct ? distinctRows(projected, items) : projected;
    const sorted = order === undefined ? unique : order(unique, inner);
    return limit.cut(
      sorted.map(({ values }) => values),
      inner,
    );
  };
  return {
    columns: items.map(({ name, bound, identity }) => ({
      name,
      type: bound.isNull === true ? { name: 'int' } : bound.type,
      nullable: bound.nullable,
      ...(identity === true ? { identity } : {}),
    })),
    rows,
    isCorrelated: scope.reachesOut,
    assigns: assignments !== undefined,
  };
}

function* filter(
  rows: Iterable<Row>,
  inner: Evaluation,
  condition: ((evaluation: Evaluation) => boolean | null) | undefined,
): Generator<Row> {
  for (const row of rows) {
    inner.row = row;
    if (condition === undefined || condition(inner) === true) yield row;
  }
}

function bindGroup(query: Query, binding: Binding): GroupScope | undefined {
  const expressions: Expression[] = query.items.flatMap((item) =>
    item.kind === 'expression' ? [item.expression] : item.kind === 'assignment' ? [item.value] : [],
  );
  const ordered = query.orderBy.map(({ expression }) => expression);
  const isGrouped =
    query.groupBy.length > 0 ||
    query.having !== undefined ||
    [...expressions, ...ordered].some(containsAggregate);
  if (!isGrouped) return undefined;
  const keys = query.groupBy.map((expression) => ({
    expression,
    bound: bindExpression(expression, binding),
  }));
  return new GroupScope(binding.scope, keys);
}

function bindItem(item: SelectItem, binding: Binding): Item[] {
  if (item.kind === 'star') return starItems(item.qualifier, binding);
  if (item.kind === 'assignment') throw sqlMessage(141);
  const { expression, alias } = item;
  const bound = bindExpression(expression, binding);
  const at =
    expression.kind === 'column' && binding.group === undefined
      ? binding.scope.position(expression)
      : undefined;
  const column = at === undefined ? undefined : binding.scope.columns[at];
  const name = alias ?? column?.name ?? (expression.kind === 'column' ? expression.name : '');
  return [{ name, bound, ...(column?.identity === true ? { identity: true } : {}) }];
}

function starItems(qualifier: string[], binding: Binding): Item[] {
  if (binding.group !== undefined) throw sqlMessage(8120, '*');
  const { scope } = binding;
  const items = scope.columns.flatMap((column, at): Item[] => {
    if (!matches(column, qualifier)) return [];
    scope.references++;
    const { name, type, nullable, identity } = column;
    const bound = { type, nullable, evaluate: ({ row }: Evaluation) => row[at] ?? null };
    return [{ name, bound, ...(identity === true ? { identity } : {}) }];
  });
  if (items.length === 0) throw sqlMessage(4107, qualifier.join('.'));
  return items;
}

function bindAssignments(
  items: SelectItem[],
  binding: Binding,
): ((evaluation: Evaluation) => void)[] | undefined {
  if (!items.some(({ kind }) => kind === 'assignment')) return undefined;
  return items.map((item) => {
    if (item.kind !== 'assignment') throw sqlMessage(141);
    return bindAssignment(item, binding);
  });
}

/** One empty result row for each row that was assigned, so that rows can be counted. */
function assignRows(
  rows: Iterable<Row>,
  { inner, assignments }: { inner: Evaluation; assignments: ((evaluation: Evaluation) => void)[] },
): SqlValue[][] {
  const counted: SqlValue[][] = [];
  for (const row of rows) {
    inner.row = row;
    for (const assign of assignments) assign(inner);
    counted.push([]);
  }
  return counted;
}

function distinctRows<T extends { values: SqlValue[] }>(rows: T[], items: Item[]): T[] {
  const seen = new Set<string>();
  return rows.filter(({ values }) => {
    const key = values
      .map((value, at) => comparisonKey(value, items[at]?.bound.type ?? { name: 'int' }))
      .join('\u0000');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** For callers outside a query: SET, IF, VALUES. */
export function bindingWithoutRows(
  binding: Omit<Binding, 'scope' | 'bindQuery' | 'reads' | 'variableTypes'>,
): Binding {
  if (binding.group !== undefined) throw outsideSubset('An aggregate outside a query');
  return { ...binding, scope: new Scope(), reads: new Map(), variableTypes: new Map(), bindQuery };
}
