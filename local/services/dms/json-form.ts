import { jsonString } from '../../../wire/json-string';
import type { SourceColumn } from './source-table';

export interface JsonFormSettings {
  /** Endpoint setting UseLargeIntegerValue: integers of more than 16 digits stay exact. */
  useLargeIntegerValue: boolean;
  /** Endpoint setting NoHexPrefix is not offered by the provider, so binary always has its 0x. */
  trimSpaceInChar: boolean;
}

/**
 * The JSON text that DMS writes for a value, from the value's text as `selectAsText` gives it.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html
 * No record of a SQL Server source was ever published: forms are the documented type mapping plus
 * what captures of other sources show.
 */
export function jsonForm(text: string, column: SourceColumn, settings: JsonFormSettings): string {
  switch (column.type) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return text;
    case 'bigint':
      return settings.useLargeIntegerValue ? text : scientificWhenLong(text);
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return withoutTrailingZeros(text);
    case 'real':
      return trimmedPrecision(Number(text), 9);
    case 'float':
      return String(Number(text));
    case 'bit':
      return text === '1' ? 'true' : 'false';
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return jsonString(`${withoutZeroFraction(text).replace(' ', 'T')}Z`);
    case 'time':
      return jsonString(withoutZeroFraction(text));
    case 'char':
    case 'nchar':
      return jsonString(settings.trimSpaceInChar ? text.replace(/ +$/, '') : text);
    default:
      return jsonString(text);
  }
}

function scientificWhenLong(text: string): string {
  const digits = text.replace('-', '').length;
  return digits > 16 ? trimmedPrecision(Number(text), 16) : text;
}

function withoutTrailingZeros(text: string): string {
  const plain = text.startsWith('.') ? `0${text}` : text.replace(/^-\./, '-0.');
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

function withoutZeroFraction(text: string): string {
  return text.replace(/\.0+$/, '');
}

function trimmedPrecision(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  return text.includes('e') ? text.replace(/\.?0+e/, 'e') : withoutTrailingZeros(text);
}
