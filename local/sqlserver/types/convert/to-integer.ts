import { sqlMessage } from '../../engine/sql-message';
import { DAYS_1900 } from '../calendar';
import { decimalFromNumber, parseDecimal, rescale } from '../decimal';
import type { Decimal, SqlDateTime, SqlType, SqlValue } from '../sql-type';
import { isBinary, isCharacter, isFloat, isInteger, isMoney, messageName } from '../type-name';
import type { Convert } from './convert';

type IntegerName = 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint';

const RANGES: Record<IntegerName, { low: bigint; high: bigint; bytes: number }> = {
  bit: { low: 0n, high: 1n, bytes: 1 },
  tinyint: { low: 0n, high: 255n, bytes: 1 },
  smallint: { low: -32768n, high: 32767n, bytes: 2 },
  int: { low: -2147483648n, high: 2147483647n, bytes: 4 },
  bigint: { low: -9223372036854775808n, high: 9223372036854775807n, bytes: 8 },
};

export function integerConversion(from: SqlType, to: SqlType): Convert | undefined {
  const name = to.name as IntegerName;
  if (isInteger(from)) return (value) => fromInteger(value as number | bigint, name);
  if (from.name === 'decimal' || isMoney(from))
    return (value) => fromDecimal(value as Decimal, from, name);
  if (isFloat(from)) return (value) => fromFloat(value as number, name);
  if (isCharacter(from)) return (value) => fromText(value as string, from, name);
  if (isBinary(from)) return (value) => fromBytes(value as Uint8Array, name);
  if (from.name === 'datetime' || from.name === 'smalldatetime') {
    return (value) => fromInteger(nearestDay(value as SqlDateTime), name);
  }
  return undefined;
}

/** The value as the type keeps it, or undefined outside its range. Bit takes any: not zero is 1. */
export function integerValue(value: bigint, name: IntegerName): SqlValue | undefined {
  if (name === 'bit') return value === 0n ? 0 : 1;
  const { low, high } = RANGES[name];
  if (value < low || value > high) return undefined;
  return name === 'bigint' ? value : Number(value);
}

function fromInteger(value: number | bigint, name: IntegerName): SqlValue {
  if (name === 'int' && typeof value === 'number') return value;
  const converted = integerValue(BigInt(value), name);
  if (converted !== undefined) return converted;
  if (typeof value === 'number') throw sqlMessage(220, name, value);
  throw sqlMessage(8115, 'expression', name);
}

function fromDecimal(value: Decimal, from: SqlType, name: IntegerName): SqlValue {
  if (name === 'bit') return value.unscaled === 0n ? 0 : 1;
  const whole = rescale(value, 0, !isMoney(from)).unscaled;
  const converted = integerValue(whole, name);
  if (converted === undefined) throw sqlMessage(8115, messageName(from), name);
  return converted;
}

function fromFloat(value: number, name: IntegerName): SqlValue {
  if (name === 'bit') return value === 0 ? 0 : 1;
  const whole = rescale(
    decimalFromNumber(Math.trunc(value)) ?? { unscaled: 0n, scale: 0 },
    0,
    true,
  );
  const converted = integerValue(whole.unscaled, name);
  if (converted === undefined) throw sqlMessage(232, name, value.toFixed(6));
  return converted;
}

function fromText(text: string, from: SqlType, name: IntegerName): SqlValue {
  const trimmed = text.trim();
  if (name === 'bit') return bitFromText(trimmed, text, from);
  if (trimmed === '') return name === 'bigint' ? 0n : 0;
  const parsed = /^[+-]?\s*\d+$/.test(trimmed)
    ? parseDecimal(trimmed.replace(/\s/g, ''))
    : undefined;
  if (parsed === undefined) {
    if (name === 'bigint') throw sqlMessage(8114, from.name, name);
    throw sqlMessage(245, from.name, text, name);
  }
  const converted = integerValue(parsed.unscaled, name);
  if (converted !== undefined) return converted;
  if (name === 'int') throw sqlMessage(248, from.name, text);
  if (name === 'bigint') throw sqlMessage(8115, 'expression', name);
  throw sqlMessage(244, from.name, text, name === 'tinyint' ? 'INT1' : 'INT2');
}

function bitFromText(trimmed: string, text: string, from: SqlType): SqlValue {
  const word = trimmed.toLowerCase();
  if (word === 'true') return 1;
  if (word === 'false' || word === '') return 0;
  if (!/^[+-]?\d+$/.test(word)) throw sqlMessage(245, from.name, text, 'bit');
  return BigInt(word) === 0n ? 0 : 1;
}

/** The last bytes, as two's complement. */
function fromBytes(bytes: Uint8Array, name: IntegerName): SqlValue {
  const { bytes: size } = RANGES[name];
  const hex = Buffer.from(bytes)
    .toString('hex')
    .slice(-size * 2);
  const raw = BigInt(`0x${hex === '' ? '0' : hex}`);
  const signed = name === 'bit' || name === 'tinyint' ? raw : BigInt.asIntN(size * 8, raw);
  return integerValue(signed, name) ?? 0;
}

function nearestDay({ days, ticks }: SqlDateTime): number {
  return days - DAYS_1900 + (ticks >= 432_000_000_000 ? 1 : 0);
}
