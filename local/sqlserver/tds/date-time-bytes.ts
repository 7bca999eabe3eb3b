import type { SqlDateTime, SqlDateTimeOffset } from '../types/sql-type';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import { timeBytes } from './type-code';

/** From 0001-01-01, where `days` begin, to 1900-01-01, where datetime begins. */
const DAYS_TO_1900 = 693_595;
const TICKS_PER_DAY = 864_000_000_000;
const TICKS_PER_MINUTE = 600_000_000;
/** datetime counts three-hundredths of a second. */
const THREE_HUNDREDTHS_PER_DAY = 25_920_000;
const TICKS_PER_THREE_HUNDREDTHS = 100_000 / 3;

/** A time of that scale, finer digits cut off; without a length. */
export function writeTime(writer: ByteWriter, ticks: number, scale: number): void {
  const units = Math.floor(ticks / 10 ** (7 - scale));
  const bytes = timeBytes(scale);
  if (bytes === 5) writer.uint40(units);
  else if (bytes === 4) writer.uint32(units);
  else writer.uint24(units);
}

export function readTime(reader: ByteReader, scale: number): number {
  const bytes = timeBytes(scale);
  const units = bytes === 5 ? reader.uint40() : bytes === 4 ? reader.uint32() : reader.uint24();
  return units * 10 ** (7 - scale);
}

/** Eight bytes: days since 1900, three-hundredths of a second. Ticks are rounded to the nearest. */
export function writeDateTime(writer: ByteWriter, { days, ticks }: SqlDateTime): void {
  const units = Math.round(ticks / TICKS_PER_THREE_HUNDREDTHS);
  const nextDay = units >= THREE_HUNDREDTHS_PER_DAY;
  writer.uint32(days - DAYS_TO_1900 + (nextDay ? 1 : 0));
  writer.uint32(nextDay ? 0 : units);
}

export function readDateTime(reader: ByteReader): SqlDateTime {
  const days = reader.int32() + DAYS_TO_1900;
  return { days, ticks: Math.round(reader.uint32() * TICKS_PER_THREE_HUNDREDTHS) };
}

/** Four bytes: days since 1900, minutes. */
export function writeSmallDateTime(writer: ByteWriter, { days, ticks }: SqlDateTime): void {
  const minutes = Math.round(ticks / TICKS_PER_MINUTE);
  const nextDay = minutes * TICKS_PER_MINUTE >= TICKS_PER_DAY;
  writer.uint16(days - DAYS_TO_1900 + (nextDay ? 1 : 0));
  writer.uint16(nextDay ? 0 : minutes);
}

export function readSmallDateTime(reader: ByteReader): SqlDateTime {
  const days = reader.uint16() + DAYS_TO_1900;
  return { days, ticks: reader.uint16() * TICKS_PER_MINUTE };
}

export function writeDateTime2(writer: ByteWriter, value: SqlDateTime, scale: number): void {
  writeTime(writer, value.ticks, scale);
  writer.uint24(value.days);
}

export function readDateTime2(reader: ByteReader, scale: number): SqlDateTime {
  const ticks = readTime(reader, scale);
  return { days: reader.uint24(), ticks };
}

export function writeDateTimeOffset(
  writer: ByteWriter,
  value: SqlDateTimeOffset,
  scale: number,
): void {
  writeDateTime2(writer, value, scale);
  writer.uint16(value.offsetMinutes);
}

export function readDateTimeOffset(reader: ByteReader, scale: number): SqlDateTimeOffset {
  return { ...readDateTime2(reader, scale), offsetMinutes: reader.int16() };
}
