import type {
  ComparisonOperator,
  Condition,
  InQueryCondition,
  LikeCondition,
} from '../tsql/parse/ast';
import { comparison } from '../types/compare';
import { comparisonKey } from '../types/comparison-key';
import type { SqlValue } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import { isCharacter } from '../types/type-name';
import { convertedTo } from './bind-case';
import { bindExpression } from './bind-expression';
import type { Binding, Bound, BoundCondition, BoundQuery } from './binding';
import type { Evaluation } from './evaluation';
import { likePattern } from './like-pattern';
import { sqlMessage } from './sql-message';

export function bindCondition(condition: Condition, binding: Binding): BoundCondition {
  switch (condition.kind) {
    case 'comparison': {
      const left = bindExpression(condition.left, binding);
      return compareBound(condition.operator, left, bindExpression(condition.right, binding));
    }
    case 'logical': {
      const left = bindCondition(condition.left, binding);
      const right = bindCondition(condition.right, binding);
      return condition.operator === 'AND' ? and(left, right) : or(left, right);
    }
    case 'not':
      return not(bindCondition(condition.condition, binding));
    case 'is-null': {
      const operand = bindExpression(condition.operand, binding);
      const { negated } = condition;
      return (evaluation) => (operand.evaluate(evaluation) === null) !== negated;
    }
    case 'in-list': {
      const operand = bindExpression(condition.operand, binding);
      const equal = condition.list.map((item) =>
        compareBound('=', operand, bindExpression(item, binding)),
      );
      return negatedIf(condition.negated, equal.reduce(or));
    }
    case 'in-query':
      return negatedIf(condition.negated, inQuery(condition, binding));
    case 'exists': {
      const query = cached(binding.bindQuery(condition.query, binding), (rows) => rows.length > 0);
      return query;
    }
    case 'between': {
      const operand = bindExpression(condition.operand, binding);
      const low = compareBound('>=', operand, bindExpression(condition.low, binding));
      const high = compareBound('<=', operand, bindExpression(condition.high, binding));
      return negatedIf(condition.negated, and(low, high));
    }
    case 'like':
      return negatedIf(condition.negated, like(condition, binding));
  }
}

/** By the precedence of types: the lower one is converted. */
export function compareBound(
  operator: ComparisonOperator,
  left: Bound,
  right: Bound,
): BoundCondition {
  if (left.isNull === true || right.isNull === true) return () => null;
  const type = commonType([left, right]);
  const a = convertedTo(left, type);
  const b = convertedTo(right, type);
  const compare = comparison(type);
  const holds = COMPARISONS[operator];
  return (evaluation) => {
    const x = a.evaluate(evaluation);
    if (x === null) return null;
    const y = b.evaluate(evaluation);
    return y === null ? null : holds(compare(x, y));
  };
}

const COMPARISONS: Record<ComparisonOperator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function and(left: BoundCondition, right: BoundCondition): BoundCondition {
  return (evaluation) => {
    const a = left(evaluation);
    if (a === false) return false;
    const b = right(evaluation);
    return b === false ? false : a === null ? null : b;
  };
}

function or(left: BoundCondition, right: BoundCondition): BoundCondition {
  return (evaluation) => {
    const a = left(evaluation);
    if (a === true) return true;
    const b = right(evaluation);
    return b === true ? true : a === null ? null : b;
  };
}

function not(condition: BoundCondition): BoundCondition {
  return (evaluation) => {
    const holds = condition(evaluation);
    return holds === null ? null : !holds;
  };
}

function negatedIf(negated: boolean, condition: BoundCondition): BoundCondition {
  return negated ? not(condition) : condition;
}

/** A query that reads nothing of the query around it runs once per statement. */
function cached<T>(
  query: BoundQuery,
  use: (rows: readonly SqlValue[][]) => T,
): (evaluation: Evaluation) => T {
  if (query.isCorrelated) return (evaluation) => use(query.rows(evaluation));
  return (evaluation) => {
    const { cache } = evaluation.statement;
    if (!cache.has(query)) cache.set(query, use(query.rows(evaluation)));
    return cache.get(query) as T;
  };
}

function inQuery(condition: InQueryCondition, binding: Binding): BoundCondition {
  const operand = bindExpression(condition.operand, binding);
  const query = binding.bindQuery(condition.query, binding);
  const [column] = query.columns;
  if (column === undefined || query.columns.length > 1) throw sqlMessage(116);
  const type = commonType([operand, column]);
  const left = convertedTo(operand, type);
  const found = {
    type: column.type,
    nullable: true,
    evaluate: ({ row }: Evaluation) => row[0] ?? null,
  };
  const right = convertedTo(found, type);
  const collect = cached(query, (rows) => rows);
  const keysOf = (evaluation: Evaluation) =>
    new Set(
      collect(evaluation).map((row) => comparisonKey(right.evaluate({ ...evaluation, row }), type)),
    );
  const keyCache = {};
  return (evaluation) => {
    const value = left.evaluate(evaluation);
    const { cache } = evaluation.statement;
    let keys = query.isCorrelated ? undefined : (cache.get(keyCache) as Set<string> | undefined);
    if (keys === undefined) {
      keys = keysOf(evaluation);
      if (!query.isCorrelated) cache.set(keyCache, keys);
    }
    if (keys.size === 0) return false;
    if (value === null) return null;
    if (keys.has(comparisonKey(value, type))) return true;
    return keys.has(comparisonKey(null, type)) ? null : false;
  };
}

function like(condition: LikeCondition, binding: Binding): BoundCondition {
  const text = { name: 'nvarchar' as const, length: 'max' as const };
  const bind = (expression: LikeCondition['operand']) => {
    const bound = bindExpression(expression, binding);
    return isCharacter(bound.type) ? bound : convertedTo(bound, text);
  };
  const operand = bind(condition.operand);
  const pattern = bind(condition.pattern);
  const escape = condition.escape && bind(condition.escape);
  let compiled: { source: string; matches: (text: string) => boolean } | undefined;
  return (evaluation) => {
    const value = operand.evaluate(evaluation);
    const wanted = pattern.evaluate(evaluation);
    if (value === null || wanted === null) return null;
    const escapeText = escape === undefined ? '' : escape.evaluate(evaluation);
    if (escapeText === null) return null;
    const source = `${escapeText as string}\u0000${wanted as string}`;
    if (compiled?.source !== source) {
      compiled = { source, matches: likePattern(wanted as string, escapeText as string) };
    }
    return compiled.matches(value as string);
  };
}
