import { characterConversion } from './convert/to-character';
import type { SqlType, SqlValue } from './sql-type';

/** A value as the duplicate key messages show it. */
export function keyText(value: SqlValue, type: SqlType): string {
  if (value === null) return '<NULL>';
  const convert = characterConversion(type, { name: 'nvarchar', length: 4000 });
  return (convert(value) as string).trimEnd();
}
