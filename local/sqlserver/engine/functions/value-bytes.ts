import type { SqlType, SqlValue } from '../../types/sql-type';

const FIXED: Partial<Record<SqlType['name'], number>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  money: 8,
  smallmoney: 4,
  real: 4,
  float: 8,
  date: 3,
  datetime: 8,
  smalldatetime: 4,
  uniqueidentifier: 16,
};

/** What DATALENGTH says: the bytes of the value as it is stored. */
export function valueBytes(value: Exclude<SqlValue, null>, type: SqlType): number {
  const fixed = FIXED[type.name];
  if (fixed !== undefined) return fixed;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return type.name.startsWith('n') ? value.length * 2 : value.length;
  if (type.name === 'decimal') return decimalBytes(type.precision);
  const scale = 'scale' in type ? type.scale : 7;
  const time = scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
  if (type.name === 'time') return time;
  return type.name === 'datetime2' ? time + 3 : time + 5;
}

function decimalBytes(precision: number): number {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}
