import { sqlMessage } from '../../engine/sql-message';
import { DAYS_1900, TICKS_PER_DAY } from '../calendar';
import { decimalToNumber } from '../decimal';
import type { Decimal, SqlDateTime, SqlType } from '../sql-type';
import { isCharacter, isFloat, isInteger, isMoney } from '../type-name';
import type { Convert } from './convert';

const REAL_MAX = 3.4028234663852886e38;

export function floatConversion(from: SqlType, to: SqlType): Convert | undefined {
  const read = numberReader(from);
  if (read === undefined) return undefined;
  if (to.name === 'float') return read;
  return (value) => {
    const number = read(value);
    if (Math.abs(number) > REAL_MAX) throw sqlMessage(8115, from.name, 'real');
    return Math.fround(number);
  };
}

function numberReader(from: SqlType): ((value: Parameters<Convert>[0]) => number) | undefined {
  if (isInteger(from) || isFloat(from)) return (value) => Number(value);
  if (from.name === 'decimal' || isMoney(from)) return (value) => decimalToNumber(value as Decimal);
  if (isCharacter(from)) return (value) => fromText(value as string, from);
  if (from.name !== 'datetime' && from.name !== 'smalldatetime') return undefined;
  return (value) => {
    const { days, ticks } = value as SqlDateTime;
    return days - DAYS_1900 + ticks / TICKS_PER_DAY;
  };
}

function fromText(text: string, from: SqlType): number {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([ed][+-]?\d+)?$/i.test(trimmed)) {
    throw sqlMessage(8114, from.name, 'float');
  }
  const number = Number(trimmed.replace(/d/i, 'e'));
  if (!Number.isFinite(number)) throw sqlMessage(8115, from.name, 'float');
  return number;
}
