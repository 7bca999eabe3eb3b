import { sqlMessage } from '../../engine/sql-message';
import {
  DAYS_1753,
  DAYS_1900,
  DAYS_MAX,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
  carryTicks,
  roundToDatetime,
  roundToScale,
} from '../calendar';
import { orderOfStyle } from '../date-style';
import { parseDateText } from '../date-text';
import { decimalToNumber } from '../decimal';
import type { Decimal, SqlDateTimeOffset, SqlType, SqlValue } from '../sql-type';
import { isCharacter, isFloat, isInteger, isMoney, isTemporal } from '../type-name';
import type { Convert } from './convert';

/** Local date and time; what the source lacks is undefined. */
interface Moment {
  days?: number | undefined;
  ticks?: number | undefined;
  offsetMinutes?: number | undefined;
}

const SMALL_DAYS_MAX = DAYS_1900 + 65_535;
const DATETIME_FRACTION_DIGITS = 3;

export function temporalConversion(
  from: SqlType,
  to: SqlType,
  style?: number,
): Convert | undefined {
  if (isTemporal(from)) {
    if (isDateAndTime(from, to) || isDateAndTime(to, from)) return undefined;
    return (value) => build(localMoment(value, from), to, from);
  }
  if (isCharacter(from))
    return (value) => build(fromText(value as string, { from, to, style }), to, from);
  const isNumeric = isInteger(from) || isFloat(from) || isMoney(from) || from.name === 'decimal';
  if (!isNumeric || (to.name !== 'datetime' && to.name !== 'smalldatetime')) return undefined;
  return (value) => build(fromDayNumber(value), to, from);
}

function isDateAndTime(a: SqlType, b: SqlType): boolean {
  return a.name === 'date' && b.name === 'time';
}

function localMoment(value: SqlValue, from: SqlType): Moment {
  const moment = value as Partial<SqlDateTimeOffset>;
  if (from.name !== 'datetimeoffset') return moment;
  const { days = 0, ticks = 0, offsetMinutes = 0 } = moment;
  return { ...carryTicks(days, ticks + offsetMinutes * TICKS_PER_MINUTE), offsetMinutes };
}

function fromText(
  text: string,
  { from, to, style }: { from: SqlType; to: SqlType; style?: number | undefined },
): Moment {
  const parsed = parseDateText(text, orderOfStyle(style));
  const isOld = to.name === 'datetime' || to.name === 'smalldatetime';
  if (parsed === undefined) {
    if (isOld && looksLikeDate(text)) throw sqlMessage(242, from.name, to.name);
    throw to.name === 'smalldatetime' ? sqlMessage(295) : sqlMessage(241);
  }
  if (
    isOld &&
    (parsed.fractionDigits > DATETIME_FRACTION_DIGITS || (parsed.offsetMinutes ?? 0) !== 0)
  ) {
    throw sqlMessage(241);
  }
  const { days = DAYS_1900, ticks = 0, offsetMinutes } = parsed;
  return { days, ticks, offsetMinutes };
}

/** Well formed, but with a month or day that does not exist. */
function looksLikeDate(text: string): boolean {
  return /^\s*(\d{8}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})([\sT].*)?$/.test(text);
}

function fromDayNumber(value: SqlValue): Moment {
  const number = typeof value === 'object' ? decimalToNumber(value as Decimal) : Number(value);
  const whole = Math.floor(number);
  return { days: DAYS_1900 + whole, ticks: Math.round((number - whole) * TICKS_PER_DAY) };
}

function build(moment: Moment, to: SqlType, from: SqlType): SqlValue {
  const { days = DAYS_1900, ticks = 0, offsetMinutes = 0 } = moment;
  switch (to.name) {
    case 'date':
      return { days };
    case 'time':
      return { ticks: timeOfDay(ticks, to.scale) };
    case 'datetime':
      return checkRange(roundToDatetime(days, ticks), { low: DAYS_1753, high: DAYS_MAX, from, to });
    case 'smalldatetime': {
      const rounded = carryTicks(days, Math.round(ticks / TICKS_PER_MINUTE) * TICKS_PER_MINUTE);
      return checkRange(rounded, { low: DAYS_1900, high: SMALL_DAYS_MAX, from, to });
    }
    case 'datetime2':
      return checkRange(roundToScale(days, ticks, to.scale), { low: 0, high: DAYS_MAX, from, to });
    case 'datetimeoffset': {
      const local = roundToScale(days, ticks, to.scale);
      const utc = carryTicks(local.days, local.ticks - offsetMinutes * TICKS_PER_MINUTE);
      return { ...checkRange(utc, { low: 0, high: DAYS_MAX, from, to }), offsetMinutes };
    }
    default:
      throw sqlMessage(529, from.name, to.name);
  }
}

/** Rounds without leaving the day: 23:59:59.9999999 as time(0) stays 23:59:59. */
function timeOfDay(ticks: number, scale: number): number {
  const rounded = roundToScale(0, ticks, scale);
  if (rounded.days === 0) return rounded.ticks;
  const unit = 10 ** (7 - scale);
  return Math.floor(ticks / unit) * unit;
}

function checkRange<M extends { days: number }>(
  moment: M,
  { low, high, from, to }: { low: number; high: number; from: SqlType; to: SqlType },
): M {
  if (moment.days >= low && moment.days <= high) return moment;
  if (isInteger(from)) throw sqlMessage(8115, 'expression', to.name);
  throw sqlMessage(242, from.name, to.name);
}
