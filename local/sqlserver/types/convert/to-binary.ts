import { sqlMessage } from '../../engine/sql-message';
import { encodeAnsi } from '../ansi';
import type { Decimal, SqlType } from '../sql-type';
import { isBinary, isCharacter, isInteger, isMoney, isNational } from '../type-name';
import type { BinaryType } from '../type-name';
import type { Convert } from './convert';

const INTEGER_BYTES: Partial<Record<SqlType['name'], number>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  smallmoney: 4,
  money: 8,
};

export function binaryConversion(from: SqlType, to: SqlType, style = 0): Convert | undefined {
  const { name, length } = to as BinaryType;
  const room = length === 'max' ? Infinity : length;
  const fit = (bytes: Uint8Array, padLeft: boolean) => {
    const cut = bytes.length <= room ? bytes : padLeft ? bytes.slice(-room) : bytes.slice(0, room);
    if (name === 'varbinary' || cut.length === room) return cut;
    const padded = new Uint8Array(room);
    padded.set(cut, padLeft ? room - cut.length : 0);
    return padded;
  };
  if (isBinary(from)) return (value) => fit(value as Uint8Array, false);
  if (isCharacter(from)) return (value) => fit(fromText(value as string, from, style), false);
  if (isInteger(from))
    return (value) => fit(bigEndian(BigInt(value as number | bigint), from), true);
  if (isMoney(from)) return (value) => fit(bigEndian((value as Decimal).unscaled, from), true);
  if (from.name === 'uniqueidentifier') return (value) => fit(guidBytes(value as string), false);
  return undefined;
}

function fromText(text: string, from: SqlType, style: number): Uint8Array {
  if (style === 0)
    return isNational(from) ? new Uint8Array(Buffer.from(text, 'utf16le')) : encodeAnsi(text);
  const digits = style === 1 ? /^0x([0-9a-f]*)$/i.exec(text)?.[1] : text;
  if (digits === undefined || digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
    throw sqlMessage(8114, from.name, 'varbinary');
  }
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

function bigEndian(value: bigint, from: SqlType): Uint8Array {
  const bytes = INTEGER_BYTES[from.name] ?? 8;
  const hex = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, '0');
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** The first three groups are little-endian, as Windows keeps them. */
function guidBytes(guid: string): Uint8Array {
  const bytes = Buffer.from(guid.replace(/-/g, ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return new Uint8Array(bytes);
}

export function guidFromBytes(bytes: Uint8Array): string {
  const copy = Buffer.alloc(16);
  copy.set(bytes.subarray(0, 16));
  copy.subarray(0, 4).reverse();
  copy.subarray(4, 6).reverse();
  copy.subarray(6, 8).reverse();
  const hex = copy.toString('hex').toUpperCase();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
