const DAY_MILLISECONDS = 86_400_000;

/** The part of a library of calendars and time zones that tedious calls: the days between two dates. */
export class LocalDate {
  private readonly day: number;

  private constructor(year: number, month: number, dayOfMonth: number) {
    // Not `Date.UTC`, which takes the years 0 to 99 for those of the 20th century.
    this.day = new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / DAY_MILLISECONDS;
  }

  static of(year: number, month: number, dayOfMonth: number): LocalDate {
    return new LocalDate(year, month, dayOfMonth);
  }

  static ofYearDay(year: number, dayOfYear: number): LocalDate {
    return new LocalDate(year, 1, dayOfYear);
  }

  until(end: LocalDate): number {
    return end.day - this.day;
  }
}

/** Tedious asks for days alone. */
export const ChronoUnit = { DAYS: 'Days' };
