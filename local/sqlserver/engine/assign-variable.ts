import type { AssignmentOperator, BinaryOperator, Expression } from '../tsql/parse/ast';
import { bindExpression } from './bind-expression';
import { binaryOperation } from './bind-operator';
import { bindVariable } from './bind-variable';
import { convertedTo } from './bind-case';
import type { Binding, Bound } from './binding';
import type { Evaluation } from './evaluation';
import { sqlMessage } from './sql-message';

/** `SET @x = value`, `SELECT @x += value`. */
export function bindAssignment(
  assignment: { variable: string; operator: AssignmentOperator; value: Expression },
  binding: Binding,
): (evaluation: Evaluation) => void {
  const current = bindVariable(assignment.variable, binding);
  const value = combine(current, assignment.operator, bindExpression(assignment.value, binding));
  const converted = convertedTo(value, current.type);
  const key = assignment.variable.toLowerCase();
  return (evaluation) => {
    const variable = evaluation.variables.get(key);
    if (variable === undefined) throw sqlMessage(137, assignment.variable);
    variable.value = converted.evaluate(evaluation);
  };
}

/** `a += b` is `a + b`, `a = b` is `b`. */
export function combine(current: Bound, operator: AssignmentOperator, value: Bound): Bound {
  if (operator === '=') return value;
  return binaryOperation(operator.slice(0, -1) as BinaryOperator, current, value);
}
