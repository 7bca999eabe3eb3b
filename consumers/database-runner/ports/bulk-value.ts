import sql from 'mssql';
import type { SqlServerType } from '../../../wire/sql-server-type';

export type BulkValue = string | number | boolean | Date | Uint8Array | null;

interface BulkForm {
  type: sql.ISqlType | (() => sql.ISqlType);
  /** Undefined where the client would not carry this value exactly. */
  value: (text: string) => BulkValue | undefined;
}

/** A double keeps every decimal of 15 digits. */
const DOUBLE_DIGITS = 15;

/** How a column goes into a bulk insert; undefined where the client has no exact way for its type. */
export function bulkForm(type: SqlServerType): BulkForm | undefined {
  switch (type.name) {
    case 'bit':
      return { type: sql.Bit, value: (text) => text === '1' || text === 'true' };
    case 'tinyint':
      return { type: sql.TinyInt, value: Number };
    case 'smallint':
      return { type: sql.SmallInt, value: Number };
    case 'int':
      return { type: sql.Int, value: Number };
    case 'real':
      return { type: sql.Real, value: Number };
    case 'float':
      return { type: sql.Float, value: Number };
    case 'decimal':
      return { type: sql.Decimal(type.precision, type.scale), value: shortDecimal };
    case 'varchar':
      return { type: sql.VarChar(lengthOf(type.length)), value: (text) => text };
    case 'nvarchar':
      return { type: sql.NVarChar(lengthOf(type.length)), value: (text) => text };
    case 'char':
      return { type: sql.Char(lengthOf(type.length)), value: (text) => text };
    case 'nchar':
      return { type: sql.NChar(lengthOf(type.length)), value: (text) => text };
    case 'date':
      return { type: sql.Date, value: (text) => moment(`${text}T00:00:00Z`) };
    case 'datetime2':
      return { type: sql.DateTime2(type.scale), value: millisecondDateTime };
    default:
      return undefined;
  }
}

function lengthOf(length: number | 'max'): number {
  return length === 'max' ? sql.MAX : length;
}

function shortDecimal(text: string): number | undefined {
  return text.replace(/\D/g, '').length <= DOUBLE_DIGITS ? Number(text) : undefined;
}

function millisecondDateTime(text: string): Date | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)$/.exec(text);
  return parts === null ? undefined : moment(`${parts[1] ?? ''}T${parts[2] ?? ''}Z`);
}

function moment(text: string): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
