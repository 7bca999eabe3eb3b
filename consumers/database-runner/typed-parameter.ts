import type { SqlServerType } from '../../wire/sql-server-type';
import type { ParameterValue } from './ports/database';

/**
 * A column's value on its way in: the parameter's value and the expression that makes the type of it on the
 * server, so that no decimal, bigint or date passes a JavaScript number or date.
 */
export function typedParameter(
  name: string,
  type: SqlServerType,
  text: string | null,
): { value: ParameterValue; expression: string } {
  const parameter = `@${name}`;
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return { value: text, expression: parameter };
    case 'real':
    case 'float':
      return {
        value: text === null ? null : finite(text),
        expression: `CONVERT(${type.name}, ${parameter})`,
      };
    case 'binary':
    case 'varbinary':
    case 'rowversion':
      return {
        value: text === null ? null : bytes(text),
        expression: `CONVERT(varbinary(max), ${parameter})`,
      };
    case 'datetime':
    case 'smalldatetime':
      return { value: text, expression: `CONVERT(${type.name}, ${parameter}, 121)` };
    default:
      return { value: text, expression: `CONVERT(${typeText(type)}, ${parameter})` };
  }
}

/** As in a declaration: `decimal(38, 10)`. */
function typeText(type: SqlServerType): string {
  if ('precision' in type) return `${type.name}(${type.precision}, ${type.scale})`;
  if ('scale' in type) return `${type.name}(${type.scale})`;
  return type.name;
}

function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new Error(`Expected a number, got ${JSON.stringify(text)}`);
  return value;
}

function bytes(text: string): Uint8Array {
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  if (digits === undefined)
    throw new Error(`Expected 0x and hex digits, got ${JSON.stringify(text)}`);
  return Buffer.from(digits, 'hex');
}
