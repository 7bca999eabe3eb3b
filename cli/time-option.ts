import { InvalidArgumentError } from 'commander';

const UNIT_MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGO = /^(\d+)([smhd])$/;
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Parses a time: ISO 8601 with its offset, a day in UTC, or how long ago, `2h`. ISO 8601, UTC, out. */
export function timeOption(nowMilliseconds: () => number): (text: string) => string {
  return (text) => {
    const [, amount = '', unit = ''] = AGO.exec(text) ?? [];
    const milliseconds =
      amount === ''
        ? ISO.test(text)
          ? Date.parse(text)
          : NaN
        : nowMilliseconds() -
          Number(amount) * UNIT_MILLISECONDS[unit as keyof typeof UNIT_MILLISECONDS];
    if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
    throw new InvalidArgumentError(
      'Expected a time such as 2026-11-26T08:00:00Z, a day such as 2026-11-26, or how long ago: 30m, 2h, 7d.',
    );
  };
}

/** `3 d`, `5 h`, `12 min`, `8 s` */
export function ageText(since: string, nowMilliseconds: number): string {
  const seconds = Math.max(0, Math.floor((nowMilliseconds - Date.parse(since)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
