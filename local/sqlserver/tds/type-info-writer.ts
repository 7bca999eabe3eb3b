import type { SqlType } from '../types/sql-type';
import type { ByteWriter } from './byte-writer';
import { COLLATION, decimalBytes, MAX_LENGTH, TYPE } from './type-code';

/** TYPE_INFO of a column or return value, always in the form that can carry NULL. */
export function writeTypeInfo(writer: ByteWriter, type: SqlType): void {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      writeStringInfo(writer, type);
      return;
    case 'decimal':
      writer.raw(
        Uint8Array.of(TYPE.decimalN, decimalBytes(type.precision), type.precision, type.scale),
      );
      return;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      writer.uint8(TYPE[type.name]);
      writer.uint8(type.scale);
      return;
    default:
      writer.raw(Uint8Array.from(FIXED[type.name]));
  }
}

type StringType = Extract<SqlType, { length: number | 'max' }>;
type FixedName = Exclude<
  SqlType['name'],
  StringType['name'] | 'decimal' | 'time' | 'datetime2' | 'datetimeoffset'
>;

/** The type's code and the length of its values. */
const FIXED: Readonly<Record<FixedName, readonly number[]>> = {
  bit: [TYPE.bitN, 1],
  tinyint: [TYPE.intN, 1],
  smallint: [TYPE.intN, 2],
  int: [TYPE.intN, 4],
  bigint: [TYPE.intN, 8],
  real: [TYPE.floatN, 4],
  float: [TYPE.floatN, 8],
  money: [TYPE.moneyN, 8],
  smallmoney: [TYPE.moneyN, 4],
  datetime: [TYPE.datetimeN, 8],
  smalldatetime: [TYPE.datetimeN, 4],
  date: [TYPE.date],
  uniqueidentifier: [TYPE.guid, 16],
};

function writeStringInfo(writer: ByteWriter, { name, length }: StringType): void {
  const wide = name === 'nchar' || name === 'nvarchar';
  writer.uint8(TYPE[name]);
  writer.uint16(length === 'max' ? MAX_LENGTH : length * (wide ? 2 : 1));
  if (name !== 'binary' && name !== 'varbinary') writer.raw(COLLATION);
}
