import type { Row } from '../storage/row-store';
import type { Condition, Expression, Join } from '../tsql/parse/ast';
import { comparisonKey } from '../types/comparison-key';
import { commonType } from '../types/type-precedence';
import { convertedTo } from './bind-case';
import { bindCondition } from './bind-condition';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';
import type { BoundSource } from './bind-source';
import type { Evaluation } from './evaluation';

/** Both sides' columns are in the scope already, those of the right one last. */
export function bindJoin(
  { join, left, right }: { join: Join; left: BoundSource; right: BoundSource },
  binding: Binding,
): BoundSource {
  const start = binding.scope.columns.length - left.width - right.width;
  const end = binding.scope.columns.length;
  if (join.join === 'left') markNullable(binding, end - right.width);
  const on = join.on && bindCondition(join.on, binding);
  const equality = join.on && findEquality(join.on, { binding, middle: end - right.width, start });
  const padding = new Array<null>(start).fill(null);
  const blank = new Array<null>(right.width).fill(null);
  return {
    width: left.width + right.width,
    *rows(evaluation) {
      const rightRows = [...right.rows(evaluation)];
      const lookup =
        equality && hashRows(rightRows, { equality, evaluation, offset: end - right.width });
      for (const a of left.rows(evaluation)) {
        let matched = false;
        for (const b of lookup?.(a, padding) ?? rightRows) {
          const row = [...a, ...b];
          const whole = start === 0 ? row : [...padding, ...row];
          if (on !== undefined && on({ ...evaluation, row: whole }) !== true) continue;
          matched = true;
          yield row;
        }
        if (!matched && join.join === 'left') yield [...a, ...blank];
      }
    },
  };
}

function markNullable({ scope }: Binding, from: number): void {
  for (let at = from; at < scope.columns.length; at++) {
    const column = scope.columns[at];
    if (column !== undefined) scope.columns[at] = { ...column, nullable: true };
  }
}

interface Equality {
  left: Bound;
  right: Bound;
  type: Bound['type'];
}

/** A pair of columns, one of each side, that must be equal. */
function findEquality(
  on: Condition,
  sides: { binding: Binding; middle: number; start: number },
): Equality | undefined {
  if (on.kind === 'logical' && on.operator === 'AND') {
    return findEquality(on.left, sides) ?? findEquality(on.right, sides);
  }
  if (on.kind !== 'comparison' || on.operator !== '=') return undefined;
  const sideOf = (expression: Expression) => {
    const at = expression.kind === 'column' ? sides.binding.scope.position(expression) : undefined;
    if (at === undefined || at < sides.start) return undefined;
    return at < sides.middle ? 'left' : 'right';
  };
  const first = sideOf(on.left);
  const second = sideOf(on.right);
  if (first === undefined || second === undefined || first === second) return undefined;
  const a = bindExpression(first === 'left' ? on.left : on.right, sides.binding);
  const b = bindExpression(first === 'left' ? on.right : on.left, sides.binding);
  const type = commonType([a, b]);
  return { left: convertedTo(a, type), right: convertedTo(b, type), type };
}

function hashRows(
  rows: Row[],
  { equality, evaluation, offset }: { equality: Equality; evaluation: Evaluation; offset: number },
): (leftRow: Row, padding: null[]) => Row[] {
  const byKey = new Map<string, Row[]>();
  const blank = new Array<null>(offset).fill(null);
  for (const row of rows) {
    const value = equality.right.evaluate({ ...evaluation, row: [...blank, ...row] });
    if (value === null) continue;
    const key = comparisonKey(value, equality.type);
    const found = byKey.get(key);
    if (found === undefined) byKey.set(key, [row]);
    else found.push(row);
  }
  return (leftRow, padding) => {
    const value = equality.left.evaluate({ ...evaluation, row: [...padding, ...leftRow] });
    return value === null ? [] : (byKey.get(comparisonKey(value, equality.type)) ?? []);
  };
}
