import { ScheduleExpressionError } from './schedule-expression-error';

interface Field {
  name: string;
  least: number;
  most: number;
  names?: readonly string[];
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const FIELDS: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of week', least: 1, most: 7, names: WEEKDAYS },
  { name: 'year', least: 1970, most: 2199 },
];
const DAY_MS = 86_400_000;
/** Beyond this no day matches, e.g. for February 30th. */
const SEARCH_DAYS_MAX = 366 * 8 + 3;

/**
 * AWS's cron of six fields (minutes, hours, day of month, month, day of week with 1 for Sunday, year) with
 * lists, ranges, steps, names and `L` for a month's last day.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function cronTimes(expression: string): (afterMs: number) => number | undefined {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) {
    throw new ScheduleExpressionError(`Expected six fields in cron(${expression})`);
  }
  if ((texts[2] === '?') === (texts[4] === '?')) {
    throw new ScheduleExpressionError(
      `Expected ? for exactly one of day of month and day of week in cron(${expression})`,
    );
  }
  const isLastDay = texts[2] === 'L';
  const sets = FIELDS.map((field, index) => {
    const text = texts[index] ?? '*';
    return index === 2 && isLastDay ? new Set<number>() : numbersOf(field, text);
  });
  const allowed = (index: number, value: number) => sets[index]?.has(value) === true;
  const isDay = (date: Date) =>
    allowed(5, date.getUTCFullYear()) &&
    allowed(3, date.getUTCMonth() + 1) &&
    allowed(4, date.getUTCDay() + 1) &&
    (isLastDay ? isMonthsLast(date) : allowed(2, date.getUTCDate()));
  const minutesOfDay = [...(sets[1] ?? [])]
    .flatMap((hour) => [...(sets[0] ?? [])].map((minute) => hour * 60 + minute))
    .sort((a, b) => a - b);
  return (afterMs) => {
    const firstDay = Math.floor(afterMs / DAY_MS) * DAY_MS;
    for (let day = 0; day <= SEARCH_DAYS_MAX; day += 1) {
      const dayMs = firstDay + day * DAY_MS;
      if (!isDay(new Date(dayMs))) continue;
      const minute = minutesOfDay.find((one) => dayMs + one * 60_000 > afterMs);
      if (minute !== undefined) return dayMs + minute * 60_000;
    }
    return undefined;
  };
}

function isMonthsLast(date: Date): boolean {
  return new Date(date.getTime() + DAY_MS).getUTCDate() === 1;
}

function numbersOf(field: Field, text: string): Set<number> {
  return new Set(text.split(',').flatMap((part) => numbersOfPart(field, part)));
}

function numbersOfPart(field: Field, part: string): number[] {
  const [, from = '', to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const isAll = from === '*' || from === '?';
  const first = isAll ? field.least : valueOf(field, from);
  const last =
    isAll || (to === undefined && step !== undefined) ? field.most : valueOf(field, to ?? from);
  const by = step === undefined ? 1 : Number(step);
  if (Number.isNaN(first + last) || first < field.least || last > field.most || by < 1) {
    throw new ScheduleExpressionError(
      `Expected the ${field.name} of cron as a number, name, list, range or step, got ${part}`,
    );
  }
  const numbers: number[] = [];
  for (let value = first; value <= last; value += by) numbers.push(value);
  return numbers;
}

function valueOf(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + field.least;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
