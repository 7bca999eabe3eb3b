import type {
  Decimal,
  SqlDate,
  SqlDateTime,
  SqlDateTimeOffset,
  SqlTime,
  SqlType,
  SqlValue,
} from '../types/sql-type';
import type { ByteWriter } from './byte-writer';
import { encode1252, write1252 } from './code-page-1252';
import {
  writeDateTime,
  writeDateTime2,
  writeDateTimeOffset,
  writeSmallDateTime,
  writeTime,
} from './date-time-bytes';
import { writeDecimal, writeMoney } from './decimal-bytes';
import { encodeGuid } from './guid-bytes';
import { writePrefixed, writePrefixedNull } from './partly-length-prefixed';
import { timeBytes } from './type-code';

export type ValueWriter = (writer: ByteWriter, value: SqlValue) => void;

const SHORT_NULL = 0;
const LONG_NULL = 0xffff;

/** How values of a type are written after the TYPE_INFO of `writeTypeInfo`, NULL included. */
export function valueWriter(type: SqlType): ValueWriter {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return stringWriter(type);
    default: {
      const write = presentWriter(type);
      return (writer, value) => {
        if (value === null) writer.uint8(SHORT_NULL);
        else write(writer, value);
      };
    }
  }
}

type StringType = Extract<SqlType, { length: number | 'max' }>;
type OtherType = Exclude<SqlType, StringType>;
type PresentWriter = (writer: ByteWriter, value: NonNullable<SqlValue>) => void;

function presentWriter(type: OtherType): PresentWriter {
  return numberWriter(type) ?? exactWriter(type) ?? temporalWriter(type) ?? writeGuid;
}

function numberWriter({ name }: OtherType): PresentWriter | undefined {
  switch (name) {
    case 'bit':
    case 'tinyint':
      return (writer, value) => {
        writer.uint8(1);
        writer.uint8(value as number);
      };
    case 'smallint':
      return (writer, value) => {
        writer.uint8(2);
        writer.uint16(value as number);
      };
    case 'int':
      return (writer, value) => {
        writer.uint8(4);
        writer.uint32(value as number);
      };
    case 'bigint':
      return (writer, value) => {
        writer.uint8(8);
        writer.int64(value as bigint);
      };
    case 'real':
      return (writer, value) => {
        writer.uint8(4);
        writer.float32(value as number);
      };
    case 'float':
      return (writer, value) => {
        writer.uint8(8);
        writer.float64(value as number);
      };
    default:
      return undefined;
  }
}

function exactWriter(type: OtherType): PresentWriter | undefined {
  switch (type.name) {
    case 'decimal':
      return (writer, value) => writeDecimal(writer, value as Decimal, type);
    case 'money':
      return (writer, value) => writeMoney(writer, value as Decimal, 8);
    case 'smallmoney':
      return (writer, value) => writeMoney(writer, value as Decimal, 4);
    default:
      return undefined;
  }
}

function temporalWriter(type: OtherType): PresentWriter | undefined {
  switch (type.name) {
    case 'date':
      return lengthThen(3, (writer, value) => writer.uint24((value as SqlDate).days));
    case 'datetime':
      return lengthThen(8, (writer, value) => writeDateTime(writer, value as SqlDateTime));
    case 'smalldatetime':
      return lengthThen(4, (writer, value) => writeSmallDateTime(writer, value as SqlDateTime));
    case 'time':
      return lengthThen(timeBytes(type.scale), (writer, value) =>
        writeTime(writer, (value as SqlTime).ticks, type.scale),
      );
    case 'datetime2':
      return lengthThen(timeBytes(type.scale) + 3, (writer, value) =>
        writeDateTime2(writer, value as SqlDateTime, type.scale),
      );
    case 'datetimeoffset':
      return lengthThen(timeBytes(type.scale) + 5, (writer, value) =>
        writeDateTimeOffset(writer, value as SqlDateTimeOffset, type.scale),
      );
    default:
      return undefined;
  }
}

function lengthThen(bytes: number, write: PresentWriter): PresentWriter {
  return (writer, value) => {
    writer.uint8(bytes);
    write(writer, value);
  };
}

function writeGuid(writer: ByteWriter, value: NonNullable<SqlValue>): void {
  writer.uint8(16);
  writer.raw(encodeGuid(value as string));
}

function stringWriter({ name, length }: StringType): ValueWriter {
  const wide = name === 'nchar' || name === 'nvarchar';
  if (length === 'max') return maxWriter(wide);
  return (writer, value) => {
    if (value === null) {
      writer.uint16(LONG_NULL);
    } else if (typeof value !== 'string') {
      writer.uint16((value as Uint8Array).length);
      writer.raw(value as Uint8Array);
    } else if (wide) {
      writer.uint16(value.length * 2);
      writer.ucs2(value);
    } else {
      writer.uint16(value.length);
      write1252(writer, value);
    }
  };
}

function maxWriter(wide: boolean): ValueWriter {
  return (writer, value) => {
    if (value === null) writePrefixedNull(writer);
    else if (typeof value !== 'string') writePrefixed(writer, value as Uint8Array);
    else writePrefixed(writer, wide ? Buffer.from(value, 'utf16le') : encode1252(value));
  };
}
