export const TICKS_PER_MILLISECOND = 10_000;
export const TICKS_PER_SECOND = 10_000_000;
export const TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;
export const TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND;
/** 1900-01-01, from which datetime counts. */
export const DAYS_1900 = 693_595;
/** 1970-01-01. */
const DAYS_1970 = 719_162;
/** 1753-01-01, the first day of datetime. */
export const DAYS_1753 = 639_905;
/** 9999-12-31. */
export const DAYS_MAX = 3_652_058;

const MS_PER_DAY = 86_400_000;

export interface CalendarDay {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

/** Days since 0001-01-01, or undefined for a day that no calendar has. */
export function daysOf({ year, month, day }: CalendarDay): number | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return undefined;
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / MS_PER_DAY + DAYS_1970;
}

export function calendarDay(days: number): CalendarDay {
  const date = new Date((days - DAYS_1970) * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function daysInMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** A point in time, in UTC, as days and ticks; fractions of a millisecond are kept. */
export function momentOf(epochMs: number): { days: number; ticks: number } {
  const days = Math.floor(epochMs / MS_PER_DAY);
  const ticks = Math.round((epochMs - days * MS_PER_DAY) * TICKS_PER_MILLISECOND);
  return { days: days + DAYS_1970, ticks };
}

export function epochMsOf({ days, ticks }: { days: number; ticks: number }): number {
  return (days - DAYS_1970) * MS_PER_DAY + ticks / TICKS_PER_MILLISECOND;
}

/** Moves ticks that left their day into the days. */
export function carryTicks(days: number, ticks: number): { days: number; ticks: number } {
  const carried = Math.floor(ticks / TICKS_PER_DAY);
  return { days: days + carried, ticks: ticks - carried * TICKS_PER_DAY };
}

const THIRDS_PER_SECOND = 300;

/** datetime keeps 1/300 s. */
export function roundToDatetime(days: number, ticks: number): { days: number; ticks: number } {
  const units = Math.round((ticks * THIRDS_PER_SECOND) / TICKS_PER_SECOND);
  return carryTicks(days, Math.round((units * TICKS_PER_SECOND) / THIRDS_PER_SECOND));
}

/** `scale` digits of a second. */
export function roundToScale(
  days: number,
  ticks: number,
  scale: number,
): { days: number; ticks: number } {
  const unit = 10 ** (7 - scale);
  return carryTicks(days, Math.round(ticks / unit) * unit);
}
