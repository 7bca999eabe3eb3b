import type { SqlServerType } from './sql-server-type';

/**
 * The T-SQL expression that reads a column without a loss on the way through a client: decimals, money
 * and all dates and times come as text (a client's decimals are doubles and its dates have no offset and
 * three digits). The other types come as they are; see `textOfValue`.
 * Styles: https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
 */
export function selectAsText(column: string, type: SqlServerType): string {
  const name = quoteName(column);
  switch (type.name) {
    case 'decimal':
      return `CONVERT(varchar(41), ${name})`;
    case 'money':
    case 'smallmoney':
      return `CONVERT(varchar(30), ${name}, 2)`;
    case 'date':
      return `CONVERT(varchar(10), ${name}, 23)`;
    case 'time':
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
    case 'datetimeoffset':
      return `CONVERT(varchar(34), ${name}, 121)`;
    case 'xml':
      return `CONVERT(nvarchar(max), ${name})`;
    default:
      return name;
  }
}

/** The text of a value as the `mssql` client returns it for such an expression. */
export function textOfValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  throw new Error(
    `Expected a value that has an exact text, got ${Object.prototype.toString.call(value)}`,
  );
}

/** `[dbo]`, with closing brackets doubled: a name can be nothing but a name. */
export function quoteName(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
