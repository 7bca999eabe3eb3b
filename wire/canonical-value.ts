import { canonicalDecimal } from './canonical-decimal';
import {
  canonicalDate,
  canonicalDateTime,
  canonicalDateTimeOffset,
  canonicalTickedDateTime,
  canonicalTime,
} from './canonical-time';
import type { SqlServerType } from './sql-server-type';

/**
 * The one text of a value of a SQL Server type, whichever of its forms it came in (DMS, `CONVERT`, the
 * lake): two texts are equal exactly when the values are. Undefined where the text is no such value.
 * Made to be cast: `2018-01-02 03:04:05.1` and `1` for a bit are read by Athena, DuckDB and SQL Server alike.
 */
function readValue(type: SqlServerType, text: string): string | undefined {
  switch (type.name) {
    case 'bit':
      return bit(text);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return integer(text);
    case 'decimal':
    case 'money':
    case 'smallmoney':
      return canonicalDecimal(text);
    case 'real':
    case 'float':
      return float(text, type.name);
    case 'date':
      return canonicalDate(text);
    case 'time':
      return canonicalTime(text);
    case 'datetime':
      return canonicalTickedDateTime(text);
    case 'smalldatetime':
    case 'datetime2':
      return canonicalDateTime(text);
    case 'datetimeoffset':
      return canonicalDateTimeOffset(text);
    case 'char':
    case 'nchar':
      return text.replace(/ +$/, '');
    case 'varchar':
    case 'nvarchar':
    case 'xml':
      return text;
    case 'binary':
    case 'varbinary':
    case 'rowversion':
      return binary(text);
    case 'uniqueidentifier':
      return uuid(text);
  }
}

/**
 * As `readValue`, for comparing: total, so that one bad value spoils no range. Text that is no value of
 * the type comes back behind a `?`, with which no value of the types concerned begins.
 */
export function canonicalValue(type: SqlServerType, text: string | null): string | null {
  return text === null ? null : (readValue(type, text) ?? `?${text}`);
}

/** `t`, `"false"`, 1: forms that versions of DMS have sent. */
const BITS = new Map([
  ['1', '1'],
  ['t', '1'],
  ['true', '1'],
  ['0', '0'],
  ['f', '0'],
  ['false', '0'],
]);

function bit(text: string): string | undefined {
  return BITS.get(text.trim().toLowerCase());
}

/** Also `1.2E+18`: DMS writes a bigint above 16 digits so, unless UseLargeIntegerValue is on. */
function integer(text: string): string | undefined {
  const number = canonicalDecimal(text);
  return number?.includes('.') === true ? undefined : number;
}

/** The shortest text that names the double, or the single: `2.20000005` and `2.2` are one real. */
function float(text: string, name: 'real' | 'float'): string | undefined {
  if (canonicalDecimal(text) === undefined) return undefined;
  const double = Number(text);
  const value = name === 'real' ? Math.fround(double) : double;
  return Number.isFinite(value) ? String(value === 0 ? 0 : value) : undefined;
}

function binary(text: string): string | undefined {
  const digits = /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  return digits === undefined ? undefined : `0x${digits.toUpperCase()}`;
}

function uuid(text: string): string | undefined {
  const parts = /^\{?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?$/i.exec(text.trim());
  return parts?.[1]?.toUpperCase();
}
