import type { Schedule } from './schedule';
import { shrink } from './shrink';

const SCHEDULE: Schedule = {
  seed: 1,
  feed: 'billing',
  fresh: false,
  hazards: ['s3-slow-down', 'sns-throttled'],
  steps: [
    { kind: 'wait', milliseconds: 1 },
    { kind: 'restart' },
    {
      kind: 'transaction',
      statements: [
        { kind: 'insert payment', customer: 1 },
        { kind: 'delete payment', nth: 1 },
      ],
      end: 'commit',
      pauseMilliseconds: 0,
    },
    { kind: 'wait', milliseconds: 2 },
    { kind: 'crash' },
  ],
};

describe('shrink', () => {
  it('keeps what the failure needs, and nothing else', async () => {
    const needsCrashAfterDelete = ({ steps, hazards }: Schedule) => {
      const at = steps.findIndex(
        (step) =>
          step.kind === 'transaction' &&
          step.statements.some(({ kind }) => kind === 'delete payment'),
      );
      const crash = steps.findIndex(({ kind }) => kind === 'crash');
      return Promise.resolve(at >= 0 && crash > at && hazards.includes('sns-throttled'));
    };

    const shrunk = await shrink(SCHEDULE, needsCrashAfterDelete);

    expect(shrunk.hazards).toEqual(['sns-throttled']);
    expect(shrunk.steps).toEqual([
      {
        kind: 'transaction',
        statements: [{ kind: 'delete payment', nth: 1 }],
        end: 'commit',
        pauseMilliseconds: 0,
      },
      { kind: 'crash' },
    ]);
  });
});
