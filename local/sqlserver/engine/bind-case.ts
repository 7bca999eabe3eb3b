import type { CaseExpression } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import { bindCondition, compareBound } from './bind-condition';
import { bindExpression } from './bind-expression';
import type { Binding, Bound, BoundCondition } from './binding';

export function bindCase(expression: CaseExpression, binding: Binding): Bound {
  const conditions = caseConditions(expression, binding);
  const results = expression.branches.map(({ then }) => bindExpression(then, binding));
  const otherwise = expression.otherwise && bindExpression(expression.otherwise, binding);
  return choose(conditions, results, otherwise);
}

function caseConditions(expression: CaseExpression, binding: Binding): BoundCondition[] {
  if (expression.kind === 'searched-case') {
    return expression.branches.map(({ when }) => bindCondition(when, binding));
  }
  const operand = bindExpression(expression.operand, binding);
  return expression.branches.map(({ when }) =>
    compareBound('=', operand, bindExpression(when, binding)),
  );
}

function choose(
  conditions: BoundCondition[],
  results: Bound[],
  otherwise: Bound | undefined,
): Bound {
  const all = otherwise === undefined ? results : [...results, otherwise];
  const type = commonType(all);
  const values = results.map((result) => convertedTo(result, type));
  const last = otherwise && convertedTo(otherwise, type);
  return {
    type,
    nullable: otherwise === undefined || all.some(({ nullable }) => nullable),
    evaluate: (evaluation) => {
      for (let at = 0; at < conditions.length; at++) {
        if (conditions[at]?.(evaluation) === true) return values[at]?.evaluate(evaluation) ?? null;
      }
      return last?.evaluate(evaluation) ?? null;
    },
  };
}

/** The same expression, implicitly converted; a constant is converted once. */
export function convertedTo(bound: Bound, type: SqlType): Bound {
  if (bound.isNull === true) return { ...bound, type };
  const convert = conversion({ from: bound.type, to: type, implicit: true });
  const constant = foldedConstant(bound, convert);
  if (constant !== undefined) {
    return { type, nullable: bound.nullable, constant, evaluate: () => constant };
  }
  const { nullable } = bound;
  return { type, nullable, evaluate: (evaluation) => convert(bound.evaluate(evaluation)) };
}

/** Undefined where the conversion fails: it must fail when it is evaluated, not before. */
function foldedConstant(
  bound: Bound,
  convert: (value: SqlValue) => SqlValue,
): SqlValue | undefined {
  if (bound.constant === undefined) return undefined;
  try {
    return convert(bound.constant);
  } catch {
    return undefined;
  }
}
