import { JsonBytes } from '../../../local/json-bytes';
import { endangeredEnvironment } from '../../../local/services/lambda/endangered-environment';
import { endangeredBatches } from '../../../local/services/lambda/event-source/endangered-batches';
import { judgeBatch } from '../../../local/services/lambda/event-source/batch-verdict';
import type { BatchOutcome } from '../../../local/services/lambda/event-source/invoke-batch';
import type { MappingSettings } from '../../../local/services/lambda/event-source/mapping-settings';
import type { FunctionSettings } from '../../../local/services/lambda/function-settings';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { fakeClock } from '../../support/fake-clock';
import { striking } from '../../support/striking';

function environment(hazard: HazardName) {
  let runs = 0;
  const clock = fakeClock();
  const endangered = endangeredEnvironment(
    {
      isAlive: () => true,
      stop: () => Promise.resolve(),
      run: () => {
        runs += 1;
        return Promise.resolve({ payload: '"done"', log: '' });
      },
    },
    { clock, hazards: striking({ [hazard]: 1 }) },
    { timeoutSeconds: 60 } as FunctionSettings,
  );
  const invocation = { requestId: 'r', payload: Buffer.from('{}'), invokedArn: 'arn' };
  return { clock, runs: () => runs, endangered, outcome: () => endangered.run(invocation) };
}

describe('a function that dies', () => {
  it.each([
    ['lambda-crash-before', 0],
    ['lambda-crash-after', 1],
  ] as const)(
    'with %s has done its work %i times, and its sandbox is gone',
    async (hazard, times) => {
      const { outcome, runs, endangered } = environment(hazard);

      expect(await outcome()).toMatchObject({
        functionError: 'Unhandled',
        payload: JSON.stringify({
          errorType: 'Runtime.ExitError',
          errorMessage: 'RequestId: r Error: Runtime exited with error: exit status 1',
        }),
      });
      expect(runs()).toBe(times);
      expect(endangered.isAlive()).toBe(false);
    },
  );
});

describe('lambda-timeout', () => {
  it('ends a function whose work is done when its time is over', async () => {
    const { clock, outcome, runs } = environment('lambda-timeout');
    const pending = outcome();

    await clock.advance(59_999);
    expect(runs()).toBe(1);
    await clock.advance(1);

    expect(JSON.parse((await pending).payload)).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: r Error: Task timed out after 60.00 seconds',
    });
  });
});

const settings = { reportsItemFailures: true, recordAgeSecondsMax: 60 } as MappingSettings;

const writeEvent = () => new JsonBytes().text('{}');

function batches(times: Partial<Record<HazardName, number>>, place = 0) {
  const events: JsonBytes[] = [];
  const invoke = (event: JsonBytes): Promise<BatchOutcome> => {
    events.push(event);
    return Promise.resolve({
      kind: 'answered',
      payload: '{"batchItemFailures":[]}',
      requestId: 'r',
      functionArn: 'f',
      executedVersion: '1',
    });
  };
  const hazards = striking(times, [place]);
  return { ...endangeredBatches({ hazards }, settings, invoke), events };
}

describe('lambda-batch-response', () => {
  it.each([0, 1, 2, 3])('answers in form %i, which fails the whole batch', async (form) => {
    const { invoke } = batches({ 'lambda-batch-response': 1 }, form);

    const { payload } = (await invoke(writeEvent)) as { payload: string };

    expect(judgeBatch(payload, ['49590', '49591'])).toEqual({ kind: 'failed' });
  });
});

describe('a mapping', () => {
  it('gives a batch that succeeded to its function again, written anew', async () => {
    const { invoke, events } = batches({ 'lambda-mapping-repeats': 1 });

    expect(await invoke(writeEvent)).toMatchObject({ payload: '{"batchItemFailures":[]}' });
    expect(events).toHaveLength(2);
    expect(events[0]).not.toBe(events[1]);
  });

  it('loses the answer to a batch, so that it counts as a function error', async () => {
    const { invoke, events } = batches({ 'lambda-mapping-bisects': 1 });

    expect(await invoke(writeEvent)).toMatchObject({ functionError: 'Unhandled' });
    expect(events).toHaveLength(1);
  });

  it('gives the first records of a batch up for their age', () => {
    const { tooOld } = batches({ 'lambda-mapping-expires': 1 }, 1);

    expect([tooOld(5), tooOld(5)]).toEqual([2, 0]);
  });
});
