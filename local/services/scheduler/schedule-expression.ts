import { cronTimes } from './cron-times';
import { ScheduleExpressionError } from './schedule-expression-error';

/** The next time after a given one, in milliseconds since 1970; undefined when there is none. */
export type Schedule = (afterMs: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html; times are UTC. */
export function parseSchedule(expression: string): Schedule {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(expression, body);
  if (kind === 'cron') return cronTimes(body);
  if (kind === 'at') return once(expression, body);
  throw new ScheduleExpressionError(`Expected rate(…), cron(…) or at(…), got ${expression}`);
}

function rate(expression: string, body: string): Schedule {
  const [, count = '', unit = '', plural = ''] =
    /^(\d+) (minute|hour|day)(s?)$/.exec(body.trim()) ?? [];
  const unitMs = UNIT_MS[unit];
  const isRightNumber = plural === 's' ? Number(count) > 1 : Number(count) === 1;
  if (unitMs === undefined || !isRightNumber) {
    throw new ScheduleExpressionError(
      `Expected a rate like rate(1 hour) or rate(5 minutes), got ${expression}`,
    );
  }
  return (afterMs) => afterMs + Number(count) * unitMs;
}

function once(expression: string, body: string): Schedule {
  const atMs = Date.parse(`${body.trim()}Z`);
  if (Number.isNaN(atMs)) {
    throw new ScheduleExpressionError(`Expected at(yyyy-mm-ddThh:mm:ss), got ${expression}`);
  }
  return (afterMs) => (atMs > afterMs ? atMs : undefined);
}
