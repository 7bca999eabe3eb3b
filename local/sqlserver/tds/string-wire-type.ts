import type { SqlType, SqlValue } from '../types/sql-type';
import type { ByteReader } from './byte-reader';
import { decode1252 } from './code-page-1252';
import { readPrefixed } from './partly-length-prefixed';
import type { WireType } from './scalar-wire-type';
import { COLLATION, MAX_LENGTH, TYPE } from './type-code';

type StringType = Extract<SqlType, { length: number | 'max' }>;

const LENGTH_PREFIXED: Readonly<Record<number, StringType['name']>> = {
  [TYPE.char]: 'char',
  [TYPE.varchar]: 'varchar',
  [TYPE.nchar]: 'nchar',
  [TYPE.nvarchar]: 'nvarchar',
  [TYPE.binary]: 'binary',
  [TYPE.varbinary]: 'varbinary',
};
/** Deprecated types, and what replaced them. */
const LONG: Readonly<Record<number, StringType['name']>> = {
  [TYPE.text]: 'varchar',
  [TYPE.ntext]: 'nvarchar',
  [TYPE.image]: 'varbinary',
};
const LONG_NULL = 0xffff;
const TEXT_NULL = 0xffff_ffff;
const TIMESTAMP_BYTES = 8;

/** Characters and bytes. Character data is Windows-1252 or UCS-2, whatever collation is named. */
export function stringType(
  code: number,
  reader: ByteReader,
  place: 'parameter' | 'column',
): WireType | undefined {
  const name = LENGTH_PREFIXED[code];
  if (name !== undefined) return lengthPrefixed(name, reader);
  const long = LONG[code];
  return long === undefined ? undefined : longType(long, reader, place);
}

function lengthPrefixed(name: StringType['name'], reader: ByteReader): WireType {
  const bytes = reader.uint16();
  skipCollation(name, reader);
  if (bytes === MAX_LENGTH) return MAX[name];
  const decode = DECODERS[name];
  const length = Math.max(1, name.startsWith('n') ? Math.ceil(bytes / 2) : bytes);
  return {
    type: { name, length },
    read(from) {
      const valueBytes = from.uint16();
      return valueBytes === LONG_NULL ? null : decode(from.raw(valueBytes));
    },
  };
}

function longType(
  name: StringType['name'],
  reader: ByteReader,
  place: 'parameter' | 'column',
): WireType {
  reader.uint32();
  skipCollation(name, reader);
  if (place === 'column') skipTableName(reader);
  const decode = DECODERS[name];
  return {
    type: { name, length: 'max' },
    read(from) {
      if (place === 'column' && !skipTextPointer(from)) return null;
      const bytes = from.uint32();
      return bytes === TEXT_NULL ? null : decode(from.raw(bytes));
    },
  };
}

const copyBytes = (bytes: Buffer): SqlValue => Uint8Array.from(bytes);
const decodeUcs2 = (bytes: Buffer): SqlValue => bytes.toString('utf16le');

const DECODERS: Readonly<Record<StringType['name'], (bytes: Buffer) => SqlValue>> = {
  char: decode1252,
  varchar: decode1252,
  nchar: decodeUcs2,
  nvarchar: decodeUcs2,
  binary: copyBytes,
  varbinary: copyBytes,
};

const MAX = Object.fromEntries(
  Object.values(LENGTH_PREFIXED).map((name): [StringType['name'], WireType] => {
    const decode = DECODERS[name];
    const read: WireType['read'] = (from) => decodePrefixed(from, decode);
    return [name, { type: { name, length: 'max' }, read }];
  }),
) as Record<StringType['name'], WireType>;

function decodePrefixed(reader: ByteReader, decode: (bytes: Buffer) => SqlValue): SqlValue {
  const bytes = readPrefixed(reader);
  return bytes === null ? null : decode(bytes);
}

function skipCollation(name: StringType['name'], reader: ByteReader): void {
  if (name !== 'binary' && name !== 'varbinary') reader.raw(COLLATION.length);
}

function skipTableName(reader: ByteReader): void {
  reader.longText();
}

/** False for NULL, which has no pointer. */
function skipTextPointer(reader: ByteReader): boolean {
  const bytes = reader.uint8();
  if (bytes === 0) return false;
  reader.raw(bytes + TIMESTAMP_BYTES);
  return true;
}
