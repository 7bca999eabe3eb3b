import type { Call, Dispatcher } from '../../local/endpoint/dispatch';
import { ServiceError } from '../../local/endpoint/service-error';
import type { Life } from './life';
import { digestOf, type Trace } from './trace';

/** Most calls take no time; of the others a few take long, so that much happens beside them. */
const SLOW_ONE_IN = 8;
const SLOW_MILLISECONDS_MAX = 150;
const STUCK_ONE_IN = 400;
const STUCK_MILLISECONDS_MAX = 3000;
const TURNS_MAX = 3;

export type Dispatch = Dispatcher['dispatch'];

/**
 * Has each call of a service or a function take its drawn time on the way there and on the way back,
 * and notes how it ended. The operator's calls are the run's own, and take none.
 */
export function simulateCalls(dispatch: Dispatch, life: Life, trace: Trace): Dispatch {
  return async (call) => {
    const passes = () =>
      call.caller.kind === 'operator' ? life.within(Promise.resolve()) : pass(life);
    await passes();
    try {
      const output = await dispatch(call);
      await passes();
      trace.note(`${nameOf(call)} ${digestOf(output)}`);
      return output;
    } catch (error) {
      await passes();
      trace.note(`${nameOf(call)} ${error instanceof ServiceError ? error.code : String(error)}`);
      throw error;
    }
  };
}

function nameOf({ caller, service, action }: Call): string {
  return `${caller.arn} ${service}:${action}`;
}

async function pass(life: Life): Promise<void> {
  const { clock, chance } = life;
  clock.touch();
  if (chance.oneIn(SLOW_ONE_IN)) {
    const isStuck = chance.oneIn(STUCK_ONE_IN / SLOW_ONE_IN);
    await clock.wait(chance.below(isStuck ? STUCK_MILLISECONDS_MAX : SLOW_MILLISECONDS_MAX));
  }
  for (let turns = chance.below(TURNS_MAX); turns > 0; turns -= 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  clock.touch();
  await life.within(Promise.resolve());
}
