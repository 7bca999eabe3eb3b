/** Letters of Java's DateTimeFormatter that partition projection needs. */
const FIELDS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;
const SPLIT = /(yyyy|MM|dd|HH|mm|ss|'[^']*')/;

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  YEAR: 365 * 86_400,
  MONTH: 30 * 86_400,
  WEEK: 7 * 86_400,
  DAY: 86_400,
  HOUR: 3600,
  MINUTE: 60,
  SECOND: 1,
};

/** A regular expression, without groups, that a date in the format fits. */
export function datePattern(format: string): string {
  return format
    .split(SPLIT)
    .map((part) => {
      if (isField(part)) return String.raw`\d{${part.length}}`;
      return literal(part).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('');
}

/** `2024/01/01,NOW`: whether a value lies between the two, both included. Times are UTC. */
export function dateRange(options: {
  range: string;
  format: string;
  nowMilliseconds: number;
}): (value: string) => boolean {
  const { range, format, nowMilliseconds } = options;
  const [from = '', to = ''] = range.split(',').map((bound) => bound.trim());
  const low = formatted(from, format, nowMilliseconds);
  const high = formatted(to, format, nowMilliseconds);
  return (value) => {
    const sortable = sortableText(value, format);
    return sortable >= sortableText(low, format) && sortable <= sortableText(high, format);
  };
}

function formatted(bound: string, format: string, nowMilliseconds: number): string {
  const relative = /^NOW(?:\s*([+-])\s*(\d+)\s*([A-Z]+?)S?)?$/i.exec(bound);
  if (relative === null) return bound;
  const [, sign = '+', count = '0', unit = 'DAY'] = relative;
  const seconds = Number(count) * (UNIT_SECONDS[unit.toUpperCase()] ?? 0);
  const at = new Date(nowMilliseconds + (sign === '-' ? -1000 : 1000) * seconds).toISOString();
  const parts: Record<string, string> = {
    yyyy: at.slice(0, 4),
    MM: at.slice(5, 7),
    dd: at.slice(8, 10),
    HH: at.slice(11, 13),
    mm: at.slice(14, 16),
    ss: at.slice(17, 19),
  };
  return format
    .split(SPLIT)
    .map((part) => parts[part] ?? literal(part))
    .join('');
}

/** The fields from year to second: text that sorts as time does. */
function sortableText(value: string, format: string): string {
  const found: Record<string, string> = {};
  let at = 0;
  for (const part of format.split(SPLIT)) {
    const { length } = literal(part);
    if (isField(part)) found[part] = value.slice(at, at + length);
    at += length;
  }
  return FIELDS.map((field) => found[field] ?? '').join('');
}

function isField(part: string): boolean {
  return FIELDS.some((field) => field === part);
}

function literal(part: string): string {
  return part.startsWith("'") ? part.slice(1, -1) : part;
}
