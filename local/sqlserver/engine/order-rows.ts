import type { Row } from '../storage/row-store';
import type { Expression, OrderItem, Query } from '../tsql/parse/ast';
import { ordering } from '../types/compare';
import type { SqlValue } from '../types/sql-type';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';
import type { Evaluation } from './evaluation';
import { same } from './scope';
import { sqlMessage } from './sql-message';
import { expressionText } from './group-scope';

interface Projected {
  row: Row;
  values: SqlValue[];
}

interface Items {
  items: { name: string; bound: Bound }[];
  binding: Binding;
}

/** Sorts projected rows; undefined when the query has no ORDER BY. */
export function bindOrder(
  query: Query,
  above: Items,
): ((rows: Projected[], evaluation: Evaluation) => Projected[]) | undefined {
  if (query.orderBy.length === 0 || above.items.length === 0) return undefined;
  const keys = query.orderBy.map((item) => ({
    ...bindKey(item, query, above),
    descending: item.descending,
  }));
  return (rows, evaluation) => {
    const keyed = rows.map((projected) => {
      evaluation.row = projected.row;
      return { projected, key: keys.map(({ read }) => read(projected, evaluation)) };
    });
    keyed.sort((a, b) => {
      for (let at = 0; at < keys.length; at++) {
        const order = keys[at]?.compare(a.key[at] ?? null, b.key[at] ?? null) ?? 0;
        if (order !== 0) return keys[at]?.descending === true ? -order : order;
      }
      return 0;
    });
    return keyed.map(({ projected }) => projected);
  };
}

function bindKey(item: OrderItem, query: Query, { items, binding }: Items) {
  const at = selectPosition(item.expression, query, { items, binding });
  const column = at === undefined ? undefined : items[at];
  if (at !== undefined && column !== undefined) {
    return {
      compare: ordering(column.bound.type),
      read: ({ values }: Projected) => values[at] ?? null,
    };
  }
  if (query.distinct) throw sqlMessage(145);
  const bound = bindExpression(item.expression, binding);
  return {
    compare: ordering(bound.type),
    read: (_projected: Projected, evaluation: Evaluation) => bound.evaluate(evaluation),
  };
}

/** By position, by alias, or as the same expression. */
function selectPosition(
  expression: Expression,
  query: Query,
  { items, binding }: Items,
): number | undefined {
  if (expression.kind === 'literal' && expression.type.name === 'int') {
    const at = Number(expression.value) - 1;
    if (items[at] === undefined) throw sqlMessage(108, at + 1);
    return at;
  }
  if (expression.kind === 'column' && expression.qualifier.length === 0) {
    const named = items.findIndex(({ name }) => same(name, expression.name));
    if (named >= 0) return named;
  }
  if (query.items.some(({ kind }) => kind === 'star')) return undefined;
  const text = expressionText(expression, binding.scope);
  const found = query.items.findIndex(
    (item) => item.kind === 'expression' && expressionText(item.expression, binding.scope) === text,
  );
  return found < 0 ? undefined : found;
}
