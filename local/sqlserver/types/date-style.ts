import { sqlMessage } from '../engine/sql-message';
import { outsideSubset } from '../outside-subset';
import { calendarDay } from './calendar';
import { clockText, halfDayText, isoDate, offsetText } from './date-text';
import type { DateOrder } from './date-text';

/** A date or time taken apart; `digits` of its second are shown where the style shows them. */
export interface StyledMoment {
  days?: number | undefined;
  ticks?: number | undefined;
  offsetMinutes?: number | undefined;
  digits: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Parts = Record<'yyyy' | 'yy' | 'mm' | 'dd' | 'mon' | 'd', string>;

const DATE_FORMS: Record<number, (parts: Parts) => string> = {
  0: ({ mon, d, yyyy }) => `${mon} ${d} ${yyyy}`,
  1: ({ mm, dd, yy }) => `${mm}/${dd}/${yy}`,
  2: ({ mm, dd, yy }) => `${yy}.${mm}.${dd}`,
  3: ({ mm, dd, yy }) => `${dd}/${mm}/${yy}`,
  4: ({ mm, dd, yy }) => `${dd}.${mm}.${yy}`,
  5: ({ mm, dd, yy }) => `${dd}-${mm}-${yy}`,
  6: ({ mon, dd, yy }) => `${dd} ${mon} ${yy}`,
  7: ({ mon, dd, yy }) => `${mon} ${dd}, ${yy}`,
  10: ({ mm, dd, yy }) => `${mm}-${dd}-${yy}`,
  11: ({ mm, dd, yy }) => `${yy}/${mm}/${dd}`,
  12: ({ mm, dd, yy }) => `${yy}${mm}${dd}`,
};
const CENTURY = 100;
const ISO_STYLES = new Set([20, 21, 23, 25, 120, 121, 126, 127]);
const CLOCK_STYLES = new Set([8, 14, 24, 108, 114]);
const HIJRI_STYLES = new Set([130, 131]);

/** https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles */
export function formatMoment(moment: StyledMoment, style: number, typeName: string): string {
  if (HIJRI_STYLES.has(style)) throw outsideSubset(`CONVERT with style ${String(style)}`);
  if (ISO_STYLES.has(style)) return isoForm(moment, style);
  if (CLOCK_STYLES.has(style)) {
    if (moment.ticks === undefined) throw sqlMessage(281, style, typeName);
    const withFraction = style === 14 || style === 114;
    return clockText(moment.ticks, withFraction ? moment.digits : 0, ':');
  }
  if (style === 0 || style === CENTURY) return defaultForm(moment);
  const form = DATE_FORMS[style % CENTURY];
  if (form === undefined || style > 2 * CENTURY || moment.days === undefined) {
    throw sqlMessage(281, style, typeName);
  }
  const parts = partsOf(moment.days);
  return form(style > CENTURY ? { ...parts, yy: parts.yyyy } : parts);
}

function partsOf(days: number): Parts {
  const { year, month, day } = calendarDay(days);
  const yyyy = String(year).padStart(4, '0');
  const two = (value: number) => String(value).padStart(2, '0');
  const mon = MONTHS[month - 1] ?? '';
  return {
    yyyy,
    yy: yyyy.slice(2),
    mm: two(month),
    dd: two(day),
    mon,
    d: String(day).padStart(2, ' '),
  };
}

function defaultForm({ days, ticks, offsetMinutes }: StyledMoment): string {
  const { mon, d, yyyy } = partsOf(days ?? 0);
  const parts = days === undefined ? [] : [`${mon} ${d} ${yyyy}`];
  if (ticks !== undefined) parts.push(halfDayText(ticks));
  if (offsetMinutes !== undefined) parts.push(offsetText(offsetMinutes));
  return days === undefined ? parts.join(' ').trimStart() : parts.join(' ');
}

function isoForm({ days, ticks, offsetMinutes, digits }: StyledMoment, style: number): string {
  const date = days === undefined ? '' : isoDate(days);
  if (ticks === undefined || style === 23) return date;
  const isIso8601 = style === 126 || style === 127;
  const shown =
    style === 20 || style === 120 || (isIso8601 && ticks % 10_000_000 === 0) ? 0 : digits;
  const clock = clockText(ticks, shown);
  const joint = date === '' ? '' : isIso8601 ? 'T' : ' ';
  if (offsetMinutes === undefined) return `${date}${joint}${clock}`;
  if (style === 127) return `${date}${joint}${clock}Z`;
  return `${date}${joint}${clock}${isIso8601 ? '' : ' '}${offsetText(offsetMinutes)}`;
}

const DMY_STYLES = new Set([3, 4, 5, 103, 104, 105, 13, 113]);
const YMD_STYLES = new Set([2, 11, 12, 102, 111, 112]);

/** How numeric dates are read under a style. */
export function orderOfStyle(style: number | undefined): DateOrder {
  if (style === undefined) return 'mdy';
  if (HIJRI_STYLES.has(style)) throw outsideSubset(`CONVERT with style ${String(style)}`);
  if (DMY_STYLES.has(style)) return 'dmy';
  return YMD_STYLES.has(style) ? 'ymd' : 'mdy';
}
