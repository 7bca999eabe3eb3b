import { foldCase } from './collation';
import type { Decimal, SqlType, SqlValue } from './sql-type';

/** Two values of one type have the same key exactly when SQL Server's `=` holds; NULLs share a key. */
export function comparisonKey(value: SqlValue, type: SqlType): string {
  if (value === null) return '\u0001';
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return foldCase(value as string);
    case 'decimal':
    case 'money':
    case 'smallmoney':
      return normalDecimal(value as Decimal);
    case 'binary':
    case 'varbinary':
      return Buffer.from(value as Uint8Array)
        .toString('hex')
        .replace(/(00)+$/, '');
    default:
      return scalarKey(value);
  }
}

function scalarKey(value: Exclude<SqlValue, null>): string {
  if (typeof value !== 'object') return String(value);
  const moment = value as { days?: number; ticks?: number };
  return `${String(moment.days ?? '')}:${String(moment.ticks ?? '')}`;
}

function normalDecimal({ unscaled, scale }: Decimal): string {
  let digits = unscaled;
  let places = scale;
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places--;
  }
  return `${String(digits)}e${String(places)}`;
}
