import { parseSchedule } from '../../../../local/services/scheduler/schedule-expression';

const after = Date.parse('2026-01-15T10:07:30Z');
const next = (expression: string) => {
  const atMs = parseSchedule(expression)(after);
  return atMs === undefined ? undefined : new Date(atMs).toISOString().slice(0, 16);
};

describe('a schedule', () => {
  it.each([
    ['rate(5 minutes)', '2026-01-15T10:12'],
    ['rate(1 hour)', '2026-01-15T11:07'],
    ['cron(0/15 * * * ? *)', '2026-01-15T10:15'],
    ['cron(0 8 ? * MON-FRI *)', '2026-01-16T08:00'],
    ['cron(0 8 ? * 1 *)', '2026-01-18T08:00'],
    ['cron(30 6 1 * ? *)', '2026-02-01T06:30'],
    ['cron(0 0 L FEB ? *)', '2026-02-28T00:00'],
    ['cron(0 0 29 2 ? *)', '2028-02-29T00:00'],
    ['at(2026-03-01T12:00:00)', '2026-03-01T12:00'],
    ['at(2026-01-01T12:00:00)', undefined],
    ['cron(0 0 30 2 ? *)', undefined],
  ])('%s comes next at %s', (expression, expected) => {
    expect(next(expression)).toBe(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'cron(0 8 * * * *)',
    'cron(61 * * * ? *)',
    'daily',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/Expected/);
  });
});
