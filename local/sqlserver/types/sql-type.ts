/** A column, variable or expression type. Lengths count characters (n…) or bytes; precision is digits. */
export type SqlType =
  | { name: 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' }
  | { name: 'decimal'; precision: number; scale: number }
  | { name: 'money' | 'smallmoney' }
  | { name: 'real' | 'float' }
  | { name: 'char' | 'varchar' | 'nchar' | 'nvarchar'; length: number | 'max' }
  | { name: 'binary' | 'varbinary'; length: number | 'max' }
  | { name: 'date' | 'datetime' | 'smalldatetime' }
  | { name: 'time' | 'datetime2' | 'datetimeoffset'; scale: number }
  | { name: 'uniqueidentifier' };

export type SqlTypeName = SqlType['name'];

/** Exact: the value is `unscaled / 10 ** scale`. Also money and smallmoney, with scale 4. */
export interface Decimal {
  unscaled: bigint;
  scale: number;
}

/** `ticks` are 100 ns since midnight (below 864,000,000,000); a time has no `days`. */
export interface SqlTime {
  ticks: number;
}

/** `days` since 0001-01-01. A date has no `ticks`. */
export interface SqlDate {
  days: number;
}

/** datetime, smalldatetime and datetime2. */
export interface SqlDateTime {
  days: number;
  ticks: number;
}

/** `days` and `ticks` are UTC; the offset only says how the value was written. */
export interface SqlDateTimeOffset {
  days: number;
  ticks: number;
  offsetMinutes: number;
}

/**
 * A value beside its `SqlType`:
 * bit (0 or 1), tinyint, smallint, int, real, float: number · bigint: bigint · decimal, money: Decimal ·
 * character types and uniqueidentifier (upper case, with dashes): string · binary types: Uint8Array ·
 * date and time types as above.
 */
export type SqlValue =
  | null
  | number
  | bigint
  | string
  | Uint8Array
  | Decimal
  | SqlTime
  | SqlDate
  | SqlDateTime
  | SqlDateTimeOffset;
