import type { Expression, Query } from '../tsql/parse/ast';
import { convertedTo } from './bind-case';
import { bindExpression } from './bind-expression';
import type { Binding } from './binding';
import type { Evaluation } from './evaluation';
import { sqlMessage } from './sql-message';

export interface Limit {
  /** How many rows need be read when their order does not matter. */
  readMax(evaluation: Evaluation): number;
  cut<T>(rows: T[], evaluation: Evaluation): T[];
}

/** TOP, OFFSET and FETCH. */
export function bindLimit(query: Query, binding: Binding): Limit {
  const top = bindCount(query.top, binding);
  const skip = bindCount(query.offset?.skip, binding);
  const take = bindCount(query.offset?.take, binding);
  const end = (evaluation: Evaluation) => {
    const from = skip?.(evaluation) ?? 0;
    return Math.min(top?.(evaluation) ?? Infinity, from + (take?.(evaluation) ?? Infinity));
  };
  return {
    readMax: end,
    cut: (rows, evaluation) => {
      if (top === undefined && skip === undefined) return rows;
      return rows.slice(skip?.(evaluation) ?? 0, end(evaluation));
    },
  };
}

export function bindCount(
  expression: Expression | undefined,
  binding: Binding,
): ((evaluation: Evaluation) => number) | undefined {
  if (expression === undefined) return undefined;
  const bound = convertedTo(bindExpression(expression, binding), { name: 'bigint' });
  return (evaluation) => {
    const value = bound.evaluate(evaluation);
    if (value === null || Number(value) < 0) throw sqlMessage(1060);
    return Number(value);
  };
}
