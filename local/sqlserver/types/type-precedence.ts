import { decimalShapeOf } from './decimal-arithmetic';
import type { SqlType, SqlTypeName } from './sql-type';

/** https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql */
const PRECEDENCE: readonly SqlTypeName[] = [
  'datetimeoffset',
  'datetime2',
  'datetime',
  'smalldatetime',
  'date',
  'time',
  'float',
  'real',
  'decimal',
  'money',
  'smallmoney',
  'bigint',
  'int',
  'smallint',
  'tinyint',
  'bit',
  'uniqueidentifier',
  'nvarchar',
  'nchar',
  'varchar',
  'char',
  'varbinary',
  'binary',
];

export interface TypedOperand {
  type: SqlType;
  /** The literal NULL gives way to any other type. */
  isNull?: boolean;
  constant?: unknown;
}

/** The type that CASE, COALESCE, UNION ALL and comparisons give to operands of several types. */
export function commonType(operands: readonly TypedOperand[]): SqlType {
  const typed = operands.filter(({ isNull }) => isNull !== true);
  const [first, ...rest] = typed;
  if (first === undefined) return { name: 'int' };
  return rest.reduce((type, operand) => commonOfTwo({ ...first, type }, operand), first.type);
}

function commonOfTwo(a: TypedOperand, b: TypedOperand): SqlType {
  const winner = rank(a.type) <= rank(b.type) ? a : b;
  const other = winner === a ? b : a;
  const type = winner.type;
  if (type.name === 'decimal') return commonDecimal(type, other);
  if ('length' in type && 'length' in other.type) return commonLength(type, other.type);
  if ('scale' in type && 'scale' in other.type && other.type.name === type.name) {
    return { ...type, scale: Math.max(type.scale, other.type.scale) };
  }
  return type;
}

function rank(type: SqlType): number {
  return PRECEDENCE.indexOf(type.name);
}

function commonDecimal(type: Extract<SqlType, { name: 'decimal' }>, other: TypedOperand): SqlType {
  const shape = decimalShapeOf(other.type, other.constant);
  if (shape === undefined) return type;
  const scale = Math.max(type.scale, shape.scale);
  const integral = Math.max(type.precision - type.scale, shape.precision - shape.scale);
  const precision = Math.min(38, integral + scale);
  return { name: 'decimal', precision, scale: Math.min(scale, Math.max(0, 38 - integral)) };
}

type Sized = Extract<SqlType, { length: unknown }>;

function commonLength(type: Sized, other: Sized): SqlType {
  if (type.length === 'max' || other.length === 'max') {
    const name = type.name === 'char' ? 'varchar' : type.name === 'nchar' ? 'nvarchar' : type.name;
    return { name: name === 'binary' ? 'varbinary' : name, length: 'max' };
  }
  return { ...type, length: Math.max(type.length, other.length) };
}
