import type { Decimal } from '../types/sql-type';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import { decimalBytes } from './type-code';

const LOW_32_BITS = 0xffff_ffffn;

/** Length, sign (1 is positive), then the magnitude in four-byte groups, lowest first. */
export function writeDecimal(
  writer: ByteWriter,
  value: Decimal,
  type: { precision: number; scale: number },
): void {
  const unscaled = rescale(value, type.scale);
  const bytes = decimalBytes(type.precision);
  writer.uint8(bytes);
  writer.uint8(unscaled < 0n ? 0 : 1);
  let left = unscaled < 0n ? -unscaled : unscaled;
  for (let written = 1; written < bytes; written += 4) {
    writer.uint32(Number(left & LOW_32_BITS));
    left >>= 32n;
  }
  if (left !== 0n) throw new Error(`${unscaled}e-${type.scale} exceeds ${type.precision} digits.`);
}

/** `bytes` counts the sign. */
export function readDecimal(reader: ByteReader, bytes: number, scale: number): Decimal {
  const positive = reader.uint8() !== 0;
  let unscaled = 0n;
  for (let read = 1; read < bytes; read += 4) {
    unscaled |= BigInt(reader.uint32()) << BigInt((read - 1) * 8);
  }
  return { unscaled: positive ? unscaled : -unscaled, scale };
}

/** Eight bytes, the higher half first; four for smallmoney. */
export function writeMoney(writer: ByteWriter, value: Decimal, bytes: 4 | 8): void {
  const unscaled = rescale(value, 4);
  writer.uint8(bytes);
  if (bytes === 8) writer.uint32(Number((unscaled >> 32n) & LOW_32_BITS));
  writer.uint32(Number(unscaled & LOW_32_BITS));
}

export function readMoney(reader: ByteReader, bytes: number): Decimal {
  if (bytes === 4) return { unscaled: BigInt(reader.int32()), scale: 4 };
  const high = BigInt(reader.int32());
  return { unscaled: (high << 32n) | BigInt(reader.uint32()), scale: 4 };
}

/** Only ever adds digits: a value that does not fit its column's scale is the engine's mistake. */
function rescale({ unscaled, scale }: Decimal, target: number): bigint {
  if (scale === target) return unscaled;
  const factor = 10n ** BigInt(Math.abs(target - scale));
  if (scale < target) return unscaled * factor;
  if (unscaled % factor === 0n) return unscaled / factor;
  throw new Error(`Expected a decimal of scale ${target}, got ${unscaled}e-${scale}.`);
}
