import type { BinaryOperator } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import { integerValue } from '../types/convert/to-integer';
import { fitsPrecision } from '../types/decimal';
import { computeDecimal, decimalShapeOf, resultShape } from '../types/decimal-arithmetic';
import type { DecimalOperator } from '../types/decimal-arithmetic';
import type { Decimal, SqlType, SqlValue } from '../types/sql-type';
import { isCharacter, isFloat, isInteger, isMoney, messageName } from '../types/type-name';
import type { Bound } from './binding';
import { strict } from './bind-operator';
import { sqlMessage } from './sql-message';

type Operands = readonly [Bound, Bound];
type IntegerName = Parameters<typeof integerValue>[1];

const BITWISE = new Set<BinaryOperator>(['&', '|', '^']);

/** `common` is the numeric type that wins by precedence. */
export function arithmetic(operator: BinaryOperator, operands: Operands, common: SqlType): Bound {
  if (isInteger(common)) return integerArithmetic(operator, operands, common);
  if (BITWISE.has(operator))
    throw sqlMessage(402, operands[0].type.name, operands[1].type.name, operator);
  const arithmeticOperator = operator as DecimalOperator;
  if (isFloat(common)) return floatArithmetic(arithmeticOperator, operands, common);
  return decimalArithmetic(arithmeticOperator, operands, common);
}

function integerArithmetic(operator: BinaryOperator, operands: Operands, common: SqlType): Bound {
  const [toLeft, toRight] = operands.map((operand) => toType(operand, common));
  const name = common.name as IntegerName;
  return strict(common, operands, (a, b) => {
    const left = toLeft?.(a) ?? null;
    const right = toRight?.(b) ?? null;
    if (operator === '/' || operator === '%') {
      if (Number(right) === 0) throw sqlMessage(8134);
    }
    const result = integerResult(operator, [left as number, right as number]);
    const value =
      typeof result === 'number' && name === 'int' && (result | 0) === result
        ? result
        : integerValue(BigInt(result), name);
    if (value === undefined) throw sqlMessage(8115, 'expression', name);
    return value;
  });
}

function integerResult(
  operator: BinaryOperator,
  [a, b]: [number | bigint, number | bigint],
): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    switch (operator) {
      case '+':
        return a + b;
      case '-':
        return a - b;
      case '*':
        return Number.isSafeInteger(a * b) ? a * b : BigInt(a) * BigInt(b);
      case '/':
        return Math.trunc(a / b) + 0;
      case '%':
        return (a % b) + 0;
      case '&':
        return a & b;
      case '|':
        return a | b;
      case '^':
        return a ^ b;
    }
  }
  return bigResult(operator, BigInt(a), BigInt(b));
}

function bigResult(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
  }
}

function floatArithmetic(operator: DecimalOperator, operands: Operands, common: SqlType): Bound {
  if (operator === '%') throw sqlMessage(8117, common.name, 'modulo');
  const [toLeft, toRight] = operands.map((operand) => toType(operand, common));
  return strict(common, operands, (a, b) => {
    const left = toLeft?.(a) as number;
    const right = toRight?.(b) as number;
    if (operator === '/' && right === 0) throw sqlMessage(8134);
    const exact =
      operator === '+'
        ? left + right
        : operator === '-'
          ? left - right
          : operator === '*'
            ? left * right
            : left / right;
    if (!Number.isFinite(exact)) throw sqlMessage(8115, 'expression', common.name);
    return common.name === 'real' ? Math.fround(exact) : exact;
  });
}

function decimalArithmetic(operator: DecimalOperator, operands: Operands, common: SqlType): Bound {
  const [left, right] = operands.map((operand) => exactOperand(operand, common));
  if (left === undefined || right === undefined) throw new Error('Two operands were expected.');
  const shape = resultShape(operator, left.shape, right.shape);
  const type: SqlType = isMoney(common) ? common : { name: 'decimal', ...shape };
  const scale = isMoney(common) ? 4 : shape.scale;
  const limit = isMoney(common) ? 19 : shape.precision;
  return strict(type, operands, (a, b) => {
    const divisor = right.read(b);
    if ((operator === '/' || operator === '%') && divisor.unscaled === 0n) throw sqlMessage(8134);
    const result = computeDecimal(operator, [left.read(a), divisor], scale);
    if (!fitsPrecision(result, limit)) throw sqlMessage(8115, 'expression', messageName(type));
    return result;
  });
}

/** A text operand takes the shape of the other, by the precedence of types. */
function exactOperand(operand: Bound, common: SqlType) {
  const source = isCharacter(operand.type) || operand.isNull === true ? common : operand.type;
  const shape = decimalShapeOf(source, operand.constant) ?? { precision: 38, scale: 0 };
  const convert = conversion({
    from: operand.type,
    to: isMoney(source) ? source : { name: 'decimal', ...shape },
    implicit: true,
  });
  return { shape, read: (value: SqlValue) => convert(value) as Decimal };
}

function toType(operand: Bound, to: SqlType): (value: SqlValue) => SqlValue {
  return operand.isNull === true
    ? () => null
    : conversion({ from: operand.type, to, implicit: true });
}
