import { calendarDay, daysOf, TICKS_PER_MINUTE, TICKS_PER_SECOND } from './calendar';

/** What a text said about a point in time; what it left out is undefined. */
export interface DateText {
  days?: number;
  ticks?: number;
  offsetMinutes?: number;
  /** Digits of the fraction of a second. */
  fractionDigits: number;
}

export type DateOrder = 'mdy' | 'dmy' | 'ymd';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_WORDS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const TIME =
  /(?:^|[\sT])(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.:](\d{1,9}))?)?)?\s*(AM|PM)?\s*(Z|[+-]\d{2}:\d{2})?$/i;
/** The server's "two digit year cutoff" as installed. */
const CENTURY_CUTOFF = 49;

/** us_english forms: numeric, month by name, ISO 8601; undefined for anything else. */
export function parseDateText(text: string, order: DateOrder): DateText | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return { fractionDigits: 0 };
  const { date, time } = splitTime(trimmed);
  const parsedTime = time === undefined ? { fractionDigits: 0 } : parseTime(time);
  if (parsedTime === undefined) return undefined;
  if (date === '') return parsedTime;
  const days = parseDate(date, order);
  return days === undefined ? undefined : { days, ...parsedTime };
}

function splitTime(text: string): { date: string; time: string | undefined } {
  const match = TIME.exec(text);
  if (match === null || !/:|AM$|PM$/i.test(match[0])) return { date: text, time: undefined };
  return { date: text.slice(0, match.index).trim(), time: match[0] };
}

function parseTime(text: string): DateText | undefined {
  const [, hourText = '', minute = '0', second = '0', fraction = '', half, zone] =
    TIME.exec(text) ?? [];
  const hour = hourOfDay(Number(hourText), half?.toUpperCase());
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (fraction.length > 7) return undefined;
  const seconds = hour * 3600 + Number(minute) * 60 + Number(second);
  const ticks = seconds * TICKS_PER_SECOND + Number(fraction.padEnd(7, '0'));
  const offset = zone === undefined ? {} : { offsetMinutes: offsetOf(zone) };
  return { ticks, fractionDigits: fraction.length, ...offset };
}

function hourOfDay(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return half === 'PM' && hour > 12 && hour < 24 ? hour : undefined;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return zone.startsWith('-') ? -minutes : minutes;
}

function parseDate(text: string, order: DateOrder): number | undefined {
  const iso =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso !== null) return dayFrom(iso[1], iso[2], iso[3]);
  const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (numeric !== null) return numericDay(numeric, order);
  const short = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (short !== null) return dayFrom(short[1], short[2], short[3]);
  return parseNamedMonth(text);
}

function numericDay(match: RegExpExecArray, order: DateOrder): number | undefined {
  const [, first, , second, third] = match;
  if (order === 'mdy') return dayFrom(third, first, second);
  if (order === 'dmy') return dayFrom(third, second, first);
  return third?.length === 2 ? dayFrom(first, second, third) : dayFrom(third, first, second);
}

function parseNamedMonth(text: string): number | undefined {
  const monthFirst = new RegExp(`^(${MONTH_WORDS})\\s+(\\d{1,2})?,?\\s*(\\d{4}|\\d{2})$`, 'i').exec(
    text,
  );
  if (monthFirst !== null) return namedDay(monthFirst[3], monthFirst[1], monthFirst[2]);
  const dayFirst = new RegExp(
    `^(\\d{1,2})[\\s-]*(${MONTH_WORDS})[\\s,-]*(\\d{4}|\\d{2})$`,
    'i',
  ).exec(text);
  return dayFirst === null ? undefined : namedDay(dayFirst[3], dayFirst[2], dayFirst[1]);
}

function namedDay(year: string | undefined, word = '', day = '1'): number | undefined {
  return dayFrom(year, String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1), day);
}

function dayFrom(year = '', month = '', day = ''): number | undefined {
  let full = Number(year);
  if (year.length === 2) full += full <= CENTURY_CUTOFF ? 2000 : 1900;
  return daysOf({ year: full, month: Number(month), day: Number(day) });
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

export const isoDate = (days: number): string => {
  const { year, month, day } = calendarDay(days);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
};

/** `hh:mi:ss` and as many digits of the second as asked for, cut, not rounded. */
export function clockText(ticks: number, digits: number, point = '.'): string {
  const seconds = Math.floor(ticks / TICKS_PER_SECOND);
  const text = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  if (digits === 0) return text;
  return `${text}${point}${pad(ticks % TICKS_PER_SECOND, 7).slice(0, digits)}`;
}

/** `hh:miAM`, the hour padded with a blank. */
export function halfDayText(ticks: number): string {
  const minutes = Math.floor(ticks / TICKS_PER_MINUTE);
  const hour = Math.floor(minutes / 60);
  const shown = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, ' ');
  return `${shown}:${pad(minutes % 60)}${hour < 12 ? 'AM' : 'PM'}`;
}

export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
