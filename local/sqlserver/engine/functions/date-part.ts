import { outsideSubset } from '../../outside-subset';
import {
  TICKS_PER_DAY,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  calendarDay,
  carryTicks,
  daysInMonth,
  daysOf,
} from '../../types/calendar';
import { sqlMessage } from '../sql-message';

export type DatePartName =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'iso_week'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond';

interface Moment {
  days: number;
  ticks: number;
}

const SYNONYMS: Record<string, DatePartName> = {
  year: 'year',
  yy: 'year',
  yyyy: 'year',
  quarter: 'quarter',
  qq: 'quarter',
  q: 'quarter',
  month: 'month',
  mm: 'month',
  m: 'month',
  dayofyear: 'dayofyear',
  dy: 'dayofyear',
  y: 'dayofyear',
  day: 'day',
  dd: 'day',
  d: 'day',
  week: 'week',
  wk: 'week',
  ww: 'week',
  weekday: 'weekday',
  dw: 'weekday',
  hour: 'hour',
  hh: 'hour',
  minute: 'minute',
  mi: 'minute',
  n: 'minute',
  second: 'second',
  ss: 'second',
  s: 'second',
  millisecond: 'millisecond',
  ms: 'millisecond',
  microsecond: 'microsecond',
  mcs: 'microsecond',
  nanosecond: 'nanosecond',
  ns: 'nanosecond',
  iso_week: 'iso_week',
  isowk: 'iso_week',
  isoww: 'iso_week',
};
const TICKS: Partial<Record<DatePartName, number>> = {
  hour: 60 * TICKS_PER_MINUTE,
  minute: TICKS_PER_MINUTE,
  second: TICKS_PER_SECOND,
  millisecond: TICKS_PER_MILLISECOND,
  microsecond: 10,
};
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Throws 155 for a word that is no part of a date. */
export function partNamed(word: string, functionName: string): DatePartName {
  const part = SYNONYMS[word.toLowerCase()];
  if (part === undefined) throw sqlMessage(155, word, functionName);
  if (part === 'iso_week') throw outsideSubset(`The date part ${word}`);
  return part;
}

/** 0001-01-01 was a Monday; the week starts on Sunday (DATEFIRST 7). */
function weekday(days: number): number {
  return (days + 1) % 7;
}

export function datePartValue(part: DatePartName, { days, ticks }: Moment): number {
  const { year, month, day } = calendarDay(days);
  const newYear = daysOf({ year, month: 1, day: 1 }) ?? 0;
  switch (part) {
    case 'year':
      return year;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'month':
      return month;
    case 'dayofyear':
      return days - newYear + 1;
    case 'day':
      return day;
    case 'week':
    case 'iso_week':
      return Math.floor((days - newYear + weekday(newYear)) / 7) + 1;
    case 'weekday':
      return weekday(days) + 1;
    case 'hour':
      return Math.floor(ticks / (60 * TICKS_PER_MINUTE));
    case 'minute':
      return Math.floor(ticks / TICKS_PER_MINUTE) % 60;
    case 'second':
      return Math.floor(ticks / TICKS_PER_SECOND) % 60;
    case 'millisecond':
      return Math.round((ticks % TICKS_PER_SECOND) / TICKS_PER_MILLISECOND);
    case 'microsecond':
      return Math.floor((ticks % TICKS_PER_SECOND) / 10);
    case 'nanosecond':
      return (ticks % TICKS_PER_SECOND) * 100;
  }
}

export function datePartName(part: DatePartName, moment: Moment): string {
  const value = datePartValue(part, moment);
  if (part === 'month') return MONTHS[value - 1] ?? '';
  return part === 'weekday' ? (WEEKDAYS[value - 1] ?? '') : String(value);
}

/** Undefined where the calendar ends. */
export function addToMoment(
  part: DatePartName,
  { days, ticks }: Moment,
  count: number,
): Moment | undefined {
  const whole = Math.trunc(count);
  const unit = TICKS[part];
  if (unit !== undefined) return addTicks({ days, ticks }, { count: whole, unit });
  switch (part) {
    case 'year':
      return addMonths({ days, ticks }, whole * 12);
    case 'quarter':
      return addMonths({ days, ticks }, whole * 3);
    case 'month':
      return addMonths({ days, ticks }, whole);
    case 'week':
      return { days: days + whole * 7, ticks };
    case 'nanosecond':
      return carryTicks(days, ticks + Math.round(whole / 100));
    default:
      return { days: days + whole, ticks };
  }
}

/** In whole days first, so that no product leaves the exact range of a double. */
function addTicks(
  { days, ticks }: Moment,
  { count, unit }: { count: number; unit: number },
): Moment {
  const perDay = TICKS_PER_DAY / unit;
  const addedDays = Math.trunc(count / perDay);
  return carryTicks(days + addedDays, ticks + (count - addedDays * perDay) * unit);
}

function addMonths({ days, ticks }: Moment, months: number): Moment | undefined {
  const { year, month, day } = calendarDay(days);
  const total = year * 12 + month - 1 + months;
  const target = { year: Math.floor(total / 12), month: (((total % 12) + 12) % 12) + 1 };
  if (target.year < 1 || target.year > 9999) return undefined;
  const moved = daysOf({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
  return moved === undefined ? undefined : { days: moved, ticks };
}

/** How many boundaries of the part lie between the two. */
export function countBoundaries(part: DatePartName, start: Moment, end: Moment): bigint {
  const unit = TICKS[part];
  const ticks = ({ days, ticks: t }: Moment) => BigInt(days) * BigInt(TICKS_PER_DAY) + BigInt(t);
  if (unit !== undefined) return ticks(end) / BigInt(unit) - ticks(start) / BigInt(unit);
  const months = ({ days }: Moment) => calendarDay(days).year * 12 + calendarDay(days).month - 1;
  switch (part) {
    case 'year':
      return BigInt(calendarDay(end.days).year - calendarDay(start.days).year);
    case 'quarter':
      return BigInt(Math.floor(months(end) / 3) - Math.floor(months(start) / 3));
    case 'month':
      return BigInt(months(end) - months(start));
    case 'week':
      return BigInt(Math.floor((end.days + 1) / 7) - Math.floor((start.days + 1) / 7));
    case 'nanosecond':
      return (ticks(end) - ticks(start)) * 100n;
    default:
      return BigInt(end.days - start.days);
  }
}
