/** The parts of an instant in one time zone, as numbers. */
interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
  dayOfYear: number;
}

class DatePatternError extends Error {}

type Format = (parts: DateParts, count: number) => string;

const padded = (value: number, count: number) => String(value).padStart(count, '0');
const year = (value: number, count: number) =>
  count === 2 ? padded(value % 100, 2) : padded(value, count);
const name = (style: 'month' | 'weekday', parts: DateParts, count: number) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    [style]: count === 3 ? 'short' : 'long',
  }).format(Date.UTC(parts.year, parts.month - 1, parts.day));

/** The letters of java.time.format.DateTimeFormatter that object names use. */
const LETTERS: Readonly<Record<string, Format>> = {
  y: (parts, count) => year(parts.year, count),
  u: (parts, count) => year(parts.year, count),
  Y: (parts, count) => year(weekYear(parts), count),
  M: (parts, count) => (count <= 2 ? padded(parts.month, count) : name('month', parts, count)),
  L: (parts, count) => padded(parts.month, count),
  d: (parts, count) => padded(parts.day, count),
  D: (parts, count) => padded(parts.dayOfYear, count),
  E: (parts, count) => name('weekday', parts, Math.max(count, 3)),
  H: (parts, count) => padded(parts.hour, count),
  k: (parts, count) => padded(parts.hour === 0 ? 24 : parts.hour, count),
  h: (parts, count) => padded(parts.hour % 12 === 0 ? 12 : parts.hour % 12, count),
  K: (parts, count) => padded(parts.hour % 12, count),
  a: (parts) => (parts.hour < 12 ? 'AM' : 'PM'),
  m: (parts, count) => padded(parts.minute, count),
  s: (parts, count) => padded(parts.second, count),
};

/** `'` quotes literal text, `''` is a quote, a run of one letter is one field. */
const TOKEN = /''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

/**
 * Formats an instant as Java would.
 * https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html
 */
export function formatJavaDate(pattern: string, atMs: number, timeZone = 'UTC'): string {
  const parts = partsOf(atMs, timeZone);
  return pattern.replace(TOKEN, (token: string, quoted?: string, letter?: string) => {
    if (token === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    if (letter === undefined) return token;
    const format = LETTERS[letter];
    if (format !== undefined) return format(parts, token.length);
    throw new DatePatternError(`Expected a known date letter in "${pattern}", got "${letter}"`);
  });
}

/** By time zone: to make a format takes as long as all else that an object's name needs. */
const clockFormats = new Map<string, Intl.DateTimeFormat>();

function clockFormat(timeZone: string): Intl.DateTimeFormat {
  const known = clockFormats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clockFormats.set(timeZone, made);
  return made;
}

function partsOf(atMs: number, timeZone: string): DateParts {
  const formatted = clockFormat(timeZone).formatToParts(atMs);
  const part = (type: string) => Number(formatted.find((one) => one.type === type)?.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const date = Date.UTC(year, month - 1, day);
  return {
    year,
    month,
    day,
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    weekday: new Date(date).getUTCDay(),
    dayOfYear: (date - Date.UTC(year, 0, 1)) / 86_400_000 + 1,
  };
}

/** `Y` is the year of the week, Sunday to Saturday, in which January 1st lies (Java's default locale). */
function weekYear({ year, month, day, weekday }: DateParts): number {
  const saturday = new Date(Date.UTC(year, month - 1, day + 6 - weekday));
  return saturday.getUTCFullYear();
}
