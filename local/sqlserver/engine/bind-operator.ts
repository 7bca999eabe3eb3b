import type { BinaryExpression, BinaryOperator, UnaryExpression } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import {
  isBinary,
  isCharacter,
  isFloat,
  isInteger,
  isTemporal,
  messageName,
} from '../types/type-name';
import { arithmetic } from './arithmetic';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';
import { concatenation } from './concatenation';
import { sqlMessage } from './sql-message';

const OPERATOR_WORDS: Record<BinaryOperator, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '&': "'&'",
  '|': "'|'",
  '^': "'^'",
};

export function bindBinary(expression: BinaryExpression, binding: Binding): Bound {
  const left = bindExpression(expression.left, binding);
  const right = bindExpression(expression.right, binding);
  return binaryOperation(expression.operator, left, right);
}

export function binaryOperation(operator: BinaryOperator, left: Bound, right: Bound): Bound {
  const isText = [left, right].every(({ type, isNull }) => isCharacter(type) || isNull === true);
  if (operator === '+' && isText && (isCharacter(left.type) || isCharacter(right.type))) {
    return concatenation(left, right);
  }
  const common = commonType([left, right]);
  if (operator === '+' && isBinary(common)) return concatenation(left, right);
  if (isTemporal(common)) return dateArithmetic(operator, [left, right], common);
  const isNumeric =
    isInteger(common) || isFloat(common) || 'precision' in common || common.name.includes('money');
  if (!isNumeric || common.name === 'bit') {
    throw sqlMessage(8117, messageName(common), OPERATOR_WORDS[operator]);
  }
  return arithmetic(operator, [left, right], common);
}

/** datetime and smalldatetime take days as numbers; newer types do not. */
function dateArithmetic(
  operator: BinaryOperator,
  operands: [Bound, Bound],
  common: SqlType,
): Bound {
  const [left, right] = operands;
  if (common.name !== 'datetime' && common.name !== 'smalldatetime') {
    const other = isTemporal(left.type) ? right.type : left.type;
    if (isTemporal(other) || isCharacter(other)) {
      throw sqlMessage(8117, common.name, OPERATOR_WORDS[operator]);
    }
    throw sqlMessage(206, left.type.name, right.type.name);
  }
  if (operator !== '+' && operator !== '-') {
    throw sqlMessage(8117, common.name, OPERATOR_WORDS[operator]);
  }
  const toDatetime = operands.map(({ type }) =>
    conversion({ from: type, to: common, implicit: true }),
  );
  const number = { name: 'float' as const };
  const toNumber = conversion({ from: common, to: number });
  const back = conversion({ from: number, to: common });
  return strict(common, operands, (a, b) => {
    const [first, second] = [toDatetime[0]?.(a) ?? null, toDatetime[1]?.(b) ?? null];
    const [x, y] = [toNumber(first) as number, toNumber(second) as number];
    return back(operator === '+' ? x + y : x - y);
  });
}

/** NULL when either operand is. */
export function strict(
  type: SqlType,
  [left, right]: readonly [Bound, Bound],
  compute: (a: Exclude<SqlValue, null>, b: Exclude<SqlValue, null>) => SqlValue,
): Bound {
  return {
    type,
    nullable: left.nullable || right.nullable,
    evaluate: (evaluation) => {
      const a = left.evaluate(evaluation);
      if (a === null) return null;
      const b = right.evaluate(evaluation);
      return b === null ? null : compute(a, b);
    },
  };
}

export function bindUnary(expression: UnaryExpression, binding: Binding): Bound {
  const operand = bindExpression(expression.operand, binding);
  const { operator } = expression;
  if (operator === '+') return operand;
  if (operator === '~') return complement(operand);
  if (isCharacter(operand.type) || isTemporal(operand.type) || isBinary(operand.type)) {
    throw sqlMessage(8117, operand.type.name, 'minus');
  }
  const { type } = operand;
  const negated: Bound = {
    type: type.name === 'tinyint' ? { name: 'smallint' } : type,
    nullable: operand.nullable,
    evaluate: (evaluation) => negate(operand.evaluate(evaluation), type),
  };
  return operand.constant === undefined
    ? negated
    : { ...negated, constant: negate(operand.constant, type) };
}

function negate(value: SqlValue, type: SqlType): SqlValue {
  if (value === null) return null;
  if (typeof value === 'number') {
    if (type.name === 'int' && value === -2147483648) throw sqlMessage(8115, 'expression', 'int');
    return value === 0 ? 0 : -value;
  }
  if (typeof value === 'bigint') return -value;
  if (typeof value === 'object' && 'unscaled' in value)
    return { ...value, unscaled: -value.unscaled };
  throw sqlMessage(8117, type.name, 'minus');
}

function complement(operand: Bound): Bound {
  const { type, nullable } = operand;
  if (!isInteger(type)) throw sqlMessage(8117, messageName(type), "'~'");
  const flip = (value: SqlValue): SqlValue => {
    if (value === null) return null;
    if (typeof value === 'bigint') return ~value;
    if (type.name === 'bit') return value === 0 ? 1 : 0;
    return type.name === 'tinyint' ? 255 - (value as number) : ~(value as number);
  };
  return { type, nullable, evaluate: (evaluation) => flip(operand.evaluate(evaluation)) };
}
