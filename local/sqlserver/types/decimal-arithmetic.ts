import { PRECISION_MAX, powerOfTen, rescale } from './decimal';
import type { Decimal, SqlType } from './sql-type';

export interface DecimalShape {
  precision: number;
  scale: number;
}

export type DecimalOperator = '+' | '-' | '*' | '/' | '%';

const SCALE_KEPT = 6;

/** https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql */
export function resultShape(
  operator: DecimalOperator,
  a: DecimalShape,
  b: DecimalShape,
): DecimalShape {
  const integral = Math.max(a.precision - a.scale, b.precision - b.scale);
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '+':
    case '-':
      return limitSum({ precision: scale + integral + 1, scale }, integral);
    case '*':
      return limitProduct({ precision: a.precision + b.precision + 1, scale: a.scale + b.scale });
    case '/': {
      const quotientScale = Math.max(SCALE_KEPT, a.scale + b.precision + 1);
      const precision = a.precision - a.scale + b.scale + quotientScale;
      return limitProduct({ precision, scale: quotientScale });
    }
    case '%': {
      const smaller = Math.min(a.precision - a.scale, b.precision - b.scale);
      return { precision: Math.min(smaller + scale, PRECISION_MAX), scale };
    }
  }
}

function limitSum({ precision, scale }: DecimalShape, integral: number): DecimalShape {
  if (precision <= PRECISION_MAX) return { precision, scale };
  return { precision: PRECISION_MAX, scale: Math.min(scale, PRECISION_MAX - integral) };
}

function limitProduct({ precision, scale }: DecimalShape): DecimalShape {
  if (precision <= PRECISION_MAX) return { precision, scale };
  const integral = precision - scale;
  const kept = Math.max(PRECISION_MAX - integral, Math.min(scale, SCALE_KEPT));
  return { precision: PRECISION_MAX, scale: Math.min(scale, kept) };
}

/** The digits a value of another numeric type takes when it meets a decimal. */
export function decimalShapeOf(type: SqlType, constant?: unknown): DecimalShape | undefined {
  switch (type.name) {
    case 'decimal':
      return { precision: type.precision, scale: type.scale };
    case 'bit':
      return { precision: 1, scale: 0 };
    case 'tinyint':
      return { precision: 3, scale: 0 };
    case 'smallint':
      return { precision: 5, scale: 0 };
    case 'int':
      if (typeof constant !== 'number') return { precision: 10, scale: 0 };
      return { precision: String(Math.abs(constant)).length, scale: 0 };
    case 'bigint':
      return { precision: 19, scale: 0 };
    case 'money':
      return { precision: 19, scale: 4 };
    case 'smallmoney':
      return { precision: 10, scale: 4 };
    default:
      return undefined;
  }
}

/** Exact before it is brought to the result's scale; the divisor must not be zero. */
export function computeDecimal(
  operator: DecimalOperator,
  [a, b]: readonly [Decimal, Decimal],
  scale: number,
): Decimal {
  if (operator === '*') {
    return rescale({ unscaled: a.unscaled * b.unscaled, scale: a.scale + b.scale }, scale);
  }
  if (operator === '/') {
    const shift = scale + b.scale - a.scale;
    const dividend = shift >= 0 ? a.unscaled * powerOfTen(shift) : a.unscaled / powerOfTen(-shift);
    return { unscaled: dividend / b.unscaled, scale };
  }
  const common = Math.max(a.scale, b.scale);
  const left = rescale(a, common).unscaled;
  const right = rescale(b, common).unscaled;
  const unscaled = operator === '+' ? left + right : operator === '-' ? left - right : left % right;
  return rescale({ unscaled, scale: common }, scale);
}
