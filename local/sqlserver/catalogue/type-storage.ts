import type { SqlType, SqlTypeName } from '../types/sql-type';

/** As sys.types numbers them. */
export const SYSTEM_TYPE_IDS: Record<SqlTypeName, number> = {
  uniqueidentifier: 36,
  date: 40,
  time: 41,
  datetime2: 42,
  datetimeoffset: 43,
  tinyint: 48,
  smallint: 52,
  int: 56,
  smalldatetime: 58,
  real: 59,
  money: 60,
  datetime: 61,
  float: 62,
  bit: 104,
  decimal: 106,
  smallmoney: 122,
  bigint: 127,
  varbinary: 165,
  varchar: 167,
  binary: 173,
  char: 175,
  nvarchar: 231,
  nchar: 239,
};

export interface TypeStorage {
  /** Bytes; -1 for (max). */
  maxLength: number;
  precision: number;
  scale: number;
}

const FIXED: Partial<Record<SqlTypeName, [maxLength: number, precision: number, scale: number]>> = {
  uniqueidentifier: [16, 0, 0],
  date: [3, 10, 0],
  tinyint: [1, 3, 0],
  smallint: [2, 5, 0],
  int: [4, 10, 0],
  bigint: [8, 19, 0],
  bit: [1, 1, 0],
  real: [4, 24, 0],
  float: [8, 53, 0],
  money: [8, 19, 4],
  smallmoney: [4, 10, 4],
  smalldatetime: [4, 16, 0],
  datetime: [8, 23, 3],
};

/** Bytes of a time at scale 0, and digits of the type without a fraction. */
const SCALED: Record<'time' | 'datetime2' | 'datetimeoffset', [bytes: number, precision: number]> =
  {
    time: [3, 8],
    datetime2: [6, 19],
    datetimeoffset: [8, 26],
  };

/** `max_length`, `precision` and `scale` of sys.columns. */
export function typeStorage(type: SqlType): TypeStorage {
  if ('length' in type) {
    const bytesEach = type.name.startsWith('n') ? 2 : 1;
    return {
      maxLength: type.length === 'max' ? -1 : type.length * bytesEach,
      precision: 0,
      scale: 0,
    };
  }
  if (type.name === 'decimal') {
    return {
      maxLength: decimalBytes(type.precision),
      precision: type.precision,
      scale: type.scale,
    };
  }
  if ('scale' in type) {
    const [bytes, precision] = SCALED[type.name];
    const fraction = type.scale <= 2 ? 0 : type.scale <= 4 ? 1 : 2;
    const digits = type.scale === 0 ? 0 : type.scale + 1;
    return { maxLength: bytes + fraction, precision: precision + digits, scale: type.scale };
  }
  const [maxLength, precision, scale] = FIXED[type.name] ?? [0, 0, 0];
  return { maxLength, precision, scale };
}

function decimalBytes(precision: number): number {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}
