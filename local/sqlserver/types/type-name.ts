import type { SqlType } from './sql-type';

const CHARACTER = new Set(['char', 'varchar', 'nchar', 'nvarchar']);
const INTEGER = new Set(['bit', 'tinyint', 'smallint', 'int', 'bigint']);
const TEMPORAL = new Set([
  'date',
  'time',
  'datetime',
  'smalldatetime',
  'datetime2',
  'datetimeoffset',
]);

export type CharacterType = Extract<SqlType, { name: 'char' | 'varchar' | 'nchar' | 'nvarchar' }>;
export type BinaryType = Extract<SqlType, { name: 'binary' | 'varbinary' }>;

export function isCharacter(type: SqlType): type is CharacterType {
  return CHARACTER.has(type.name);
}

export function isBinary(type: SqlType): type is BinaryType {
  return type.name === 'binary' || type.name === 'varbinary';
}

export function isInteger(type: SqlType): boolean {
  return INTEGER.has(type.name);
}

export function isTemporal(type: SqlType): boolean {
  return TEMPORAL.has(type.name);
}

export function isNational(type: SqlType): boolean {
  return type.name === 'nchar' || type.name === 'nvarchar';
}

export function isMoney(type: SqlType): boolean {
  return type.name === 'money' || type.name === 'smallmoney';
}

export function isFloat(type: SqlType): boolean {
  return type.name === 'float' || type.name === 'real';
}

/** As conversion errors call the type. */
export function messageName(type: SqlType): string {
  return type.name === 'decimal' ? 'numeric' : type.name;
}

/** As a definition writes it: `decimal(10,2)`, `nvarchar(max)`. */
export function definitionText(type: SqlType): string {
  if ('length' in type) return `${type.name}(${String(type.length)})`;
  if ('precision' in type) return `${type.name}(${String(type.precision)},${String(type.scale)})`;
  return 'scale' in type ? `${type.name}(${String(type.scale)})` : type.name;
}
