const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const CLOCK = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?`;
const DATE_TEXT = new RegExp(String.raw`^${DATE}(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$`);
const TIME_TEXT = new RegExp(`^${CLOCK}$`);
const DATE_TIME_TEXT = new RegExp(String.raw`^${DATE}(?:[T ]${CLOCK} ?Z?)?$`);
const OFFSET_TEXT = new RegExp(String.raw`^${DATE}[T ]${CLOCK} ?(Z|[+-]\d{2}:\d{2})$`);
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** datetime counts 300 ticks a second and prints them as .000, .003, .007. */
const DATETIME_TICKS_PER_SECOND = 300;

/** `2018-01-02`, also from a midnight date-time. */
export function canonicalDate(text: string): string | undefined {
  const parts = DATE_TEXT.exec(text.trim());
  return parts === null ? undefined : dateOf(parts[1], parts[2], parts[3]);
}

/** `01:30:00.25`: seconds always, a fraction only when it is not zero. */
export function canonicalTime(text: string): string | undefined {
  const parts = TIME_TEXT.exec(text.trim());
  return parts === null ? undefined : clockOf(parts.slice(1));
}

/** `2018-01-02 03:04:05.123`, read as UTC; `T` and `Z` are form, not value. */
export function canonicalDateTime(text: string): string | undefined {
  const parts = DATE_TIME_TEXT.exec(text.trim());
  if (parts === null) return undefined;
  return joined(
    dateOf(parts[1], parts[2], parts[3]),
    parts[4] === undefined ? '00:00:00' : clockOf(parts.slice(4)),
  );
}

/** As `canonicalDateTime`, with the fraction as SQL Server prints a datetime's 1/300 of a second. */
export function canonicalTickedDateTime(text: string): string | undefined {
  const exact = canonicalDateTime(text);
  const [seconds = '', fraction] = exact?.split('.') ?? [];
  if (exact === undefined || fraction === undefined) return exact;
  const ticks = Math.round(Number(`0.${fraction}`) * DATETIME_TICKS_PER_SECOND);
  if (ticks === DATETIME_TICKS_PER_SECOND) return undefined;
  const milliseconds = Math.round((ticks * 1000) / DATETIME_TICKS_PER_SECOND);
  const trimmed = String(milliseconds).padStart(3, '0').replace(/0+$/, '');
  return trimmed === '' ? seconds : `${seconds}.${trimmed}`;
}

/** `2018-01-02 03:04:05.1234567 +01:00`: local time and offset, as the value keeps them. */
export function canonicalDateTimeOffset(text: string): string | undefined {
  const parts = OFFSET_TEXT.exec(text.trim());
  if (parts === null) return undefined;
  const local = joined(dateOf(parts[1], parts[2], parts[3]), clockOf(parts.slice(4, 8)));
  const offset = parts[8] === 'Z' || parts[8] === '-00:00' ? '+00:00' : parts[8];
  return local === undefined || offset === undefined ? undefined : `${local} ${offset}`;
}

function joined(date: string | undefined, clock: string | undefined): string | undefined {
  return date === undefined || clock === undefined ? undefined : `${date} ${clock}`;
}

function dateOf(year = '', month = '', day = ''): string | undefined {
  const days = MONTH_DAYS[Number(month) - 1] ?? 0;
  const isLeapDay = month === '02' && day === '29';
  const exists = Number(day) >= 1 && Number(day) <= days && year !== '0000';
  return exists && !(isLeapDay && !isLeapYear(Number(year)))
    ? `${year}-${month}-${day}`
    : undefined;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function clockOf(parts: (string | undefined)[]): string | undefined {
  const [hour = '', minute = '', second = '00', fraction = ''] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const decimals = fraction.replace(/0+$/, '');
  return `${hour}:${minute}:${second}${decimals === '' ? '' : `.${decimals}`}`;
}
