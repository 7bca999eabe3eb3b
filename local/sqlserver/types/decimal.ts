import type { Decimal } from './sql-type';

export const PRECISION_MAX = 38;

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Half away from zero, as CAST rounds; `truncate` for what SQL Server cuts (division, ROUND(x, n, 1)). */
export function rescale(value: Decimal, scale: number, truncate = false): Decimal {
  const { unscaled } = value;
  if (scale === value.scale) return value;
  if (scale > value.scale) return { unscaled: unscaled * powerOfTen(scale - value.scale), scale };
  const divisor = powerOfTen(value.scale - scale);
  const quotient = unscaled / divisor;
  const remainder = unscaled % divisor;
  const magnitude = remainder < 0n ? -remainder : remainder;
  if (truncate || magnitude * 2n < divisor) return { unscaled: quotient, scale };
  return { unscaled: quotient + (unscaled < 0n ? -1n : 1n), scale };
}

export function fitsPrecision(value: Decimal, precision: number): boolean {
  const limit = powerOfTen(precision);
  return value.unscaled < limit && value.unscaled > -limit;
}

export function compareDecimal(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const a = rescale(left, scale).unscaled;
  const b = rescale(right, scale).unscaled;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All digits of the scale: `28.50`, `-0.5`. */
export function formatDecimal({ unscaled, scale }: Decimal): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Digits with an optional sign and point; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  if (whole === '' && fraction === '') return undefined;
  const unscaled = BigInt(whole + fraction);
  return { unscaled: sign === '-' ? -unscaled : unscaled, scale: fraction.length };
}

/** The 17 significant digits of a double are taken as they stand. */
export function decimalFromNumber(value: number): Decimal | undefined {
  if (!Number.isFinite(value)) return undefined;
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential(16));
  const [, sign = '', whole = '0', fraction = '', exponentText = '0'] = match ?? [];
  const exponent = Number(exponentText);
  const unscaled = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - exponent;
  if (scale < 0) return { unscaled: unscaled * powerOfTen(-scale), scale: 0 };
  return scale > 400 ? { unscaled: 0n, scale: 0 } : { unscaled, scale };
}

export function decimalToNumber(value: Decimal): number {
  return Number(formatDecimal(value));
}
