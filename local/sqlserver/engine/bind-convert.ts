import { SqlError } from '../sql-error';
import type { ConvertExpression } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlValue } from '../types/sql-type';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';

/** What TRY_CAST and TRY_CONVERT turn into NULL; a conversion that does not exist still fails. */
const VALUE_ERRORS = new Set([220, 232, 235, 241, 242, 244, 245, 248, 295, 8114, 8115, 8169, 8170]);

export function bindConvert(expression: ConvertExpression, binding: Binding): Bound {
  const operand = bindExpression(expression.operand, binding);
  const { type, attempt } = expression;
  if (operand.isNull === true) return { type, nullable: true, evaluate: () => null };
  const style = expression.style && bindExpression(expression.style, binding);
  const nullable = operand.nullable || attempt;
  const convert = styled(operand, style, type);
  const evaluate: Bound['evaluate'] = attempt
    ? (evaluation) => nullOnFailure(() => convert(operand.evaluate(evaluation), evaluation))
    : (evaluation) => convert(operand.evaluate(evaluation), evaluation);
  return { type, nullable, evaluate };
}

type Evaluate = Bound['evaluate'];

function styled(
  operand: Bound,
  style: Bound | undefined,
  to: Bound['type'],
): (value: SqlValue, evaluation: Parameters<Evaluate>[0]) => SqlValue {
  const from = operand.type;
  if (style === undefined) return conversion({ from, to });
  if (typeof style.constant === 'number') return conversion({ from, to, style: style.constant });
  return (value, evaluation) => {
    const given = style.evaluate(evaluation);
    return given === null ? null : conversion({ from, to, style: Number(given) })(value);
  };
}

function nullOnFailure(convert: () => SqlValue): SqlValue {
  try {
    return convert();
  } catch (error) {
    if (error instanceof SqlError && VALUE_ERRORS.has(error.number)) return null;
    throw error;
  }
}
