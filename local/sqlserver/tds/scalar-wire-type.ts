import type { SqlType, SqlValue } from '../types/sql-type';
import type { ByteReader } from './byte-reader';
import { readDateTime, readSmallDateTime } from './date-time-bytes';
import { readDecimal, readMoney } from './decimal-bytes';
import { decodeGuid } from './guid-bytes';
import { ProtocolError } from './packet';
import { TYPE } from './type-code';

/** A type as the client described it, and how its values are read. */
export interface WireType {
  type: SqlType;
  read(reader: ByteReader): SqlValue;
}

type Read = (reader: ByteReader) => SqlValue;

/** Types by name whose values all have one length. */
const READ = {
  bit: (reader) => (reader.uint8() === 0 ? 0 : 1),
  tinyint: (reader) => reader.uint8(),
  smallint: (reader) => reader.int16(),
  int: (reader) => reader.int32(),
  bigint: (reader) => reader.int64(),
  real: (reader) => reader.float32(),
  float: (reader) => reader.float64(),
  money: (reader) => readMoney(reader, 8),
  smallmoney: (reader) => readMoney(reader, 4),
  datetime: readDateTime,
  smalldatetime: readSmallDateTime,
} satisfies Record<string, Read>;

type FixedName = keyof typeof READ;

const FIXED = new Map<number, WireType>([
  [TYPE.null, { type: { name: 'int' }, read: () => null }],
  ...(Object.keys(READ) as FixedName[]).map((name): [number, WireType] => [
    TYPE[name],
    { type: { name }, read: READ[name] },
  ]),
]);

/** NOT NULL forms: values without a length. */
export function fixedType(code: number): WireType | undefined {
  return FIXED.get(code);
}

/** The lengths that a nullable form takes, and the type each stands for. */
const BY_LENGTH: Readonly<Record<number, Readonly<Record<number, FixedName>>>> = {
  [TYPE.bitN]: { 1: 'bit' },
  [TYPE.intN]: { 1: 'tinyint', 2: 'smallint', 4: 'int', 8: 'bigint' },
  [TYPE.floatN]: { 4: 'real', 8: 'float' },
  [TYPE.moneyN]: { 4: 'smallmoney', 8: 'money' },
  [TYPE.datetimeN]: { 4: 'smalldatetime', 8: 'datetime' },
};

/** Forms whose values begin with a length in one byte, 0 being NULL. */
export function nullableType(code: number, reader: ByteReader): WireType | undefined {
  if (code === TYPE.decimalN || code === TYPE.numericN) return decimalType(reader);
  if (code === TYPE.guid) {
    reader.uint8();
    const type = { name: 'uniqueidentifier' } as const;
    return { type, read: (from) => orNull(from, 16, () => decodeGuid(from.raw(16))) };
  }
  const names = BY_LENGTH[code];
  if (names === undefined) return undefined;
  const bytes = reader.uint8();
  const name = names[bytes];
  if (name === undefined) {
    throw new ProtocolError(`Data type 0x${code.toString(16)} has no length of ${bytes}.`);
  }
  const read: Read = READ[name];
  return { type: { name }, read: (from) => orNull(from, bytes, () => read(from)) };
}

function decimalType(reader: ByteReader): WireType {
  reader.uint8();
  const precision = reader.uint8();
  const scale = reader.uint8();
  if (precision < 1 || precision > 38 || scale > precision) {
    throw new ProtocolError(`Expected a decimal type, got decimal(${precision}, ${scale}).`);
  }
  return {
    type: { name: 'decimal', precision, scale },
    read: (from) => {
      const bytes = from.uint8();
      return bytes === 0 ? null : readDecimal(from, bytes, scale);
    },
  };
}

/** Reads the length before the value, which is 0 or `bytes`. */
export function orNull(reader: ByteReader, bytes: number, read: () => SqlValue): SqlValue {
  const length = reader.uint8();
  if (length === 0) return null;
  if (length !== bytes)
    throw new ProtocolError(`Expected a value of ${bytes} bytes, got ${length}.`);
  return read();
}
