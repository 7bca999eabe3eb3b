import type { AssignmentOperator, BinaryOperator, Expression } from '../tsql/parse/ast';
import { bindExpression } from './bind-expression';
import { binaryOperation } from './bind-operator';
import { convertedTo } from './bind-case';
import type { Binding, Bound } from './binding';
import type { Evaluation } from './evaluation';
import { sqlMessage } from './sql-message';

/** `SET @x = value`, `SELECT @x += value`. */
export function bindAssignment(
  assignment: { variable: string; operator: AssignmentOperator; value: Expression },
  binding: Binding,
): (evaluation: Evaluation) => void {
  const variable = binding.variables.get(assignment.variable.toLowerCase());
  if (variable === undefined) throw sqlMessage(137, assignment.variable);
  const current: Bound = { type: variable.type, nullable: true, evaluate: () => variable.value };
  const value = combine(current, assignment.operator, bindExpression(assignment.value, binding));
  const converted = convertedTo(value, variable.type);
  return (evaluation) => {
    variable.value = converted.evaluate(evaluation);
  };
}

/** `a += b` is `a + b`, `a = b` is `b`. */
export function combine(current: Bound, operator: AssignmentOperator, value: Bound): Bound {
  if (operator === '=') return value;
  return binaryOperation(operator.slice(0, -1) as BinaryOperator, current, value);
}
