import type { Cloud } from '../../cloud';
import type { FunctionSettings } from './function-settings';
import type {
  ExecutionEnvironment,
  FunctionFailure,
  Invocation,
  InvocationOutcome,
} from './invocation';
import { exited, failed, timedOut } from './invocation';

const CRASH = 'with error: exit status 1';

/**
 * An environment that may die before the function's work, or after it with nobody told; or that hangs
 * when the work is done. One that died or hung takes no further event, as on AWS.
 */
export function endangeredEnvironment(
  environment: ExecutionEnvironment,
  { clock, hazards }: Pick<Cloud, 'clock' | 'hazards'>,
  { timeoutSeconds }: FunctionSettings,
): ExecutionEnvironment {
  let isGone = false;
  const end = (log: string, failure: FunctionFailure): InvocationOutcome => {
    isGone = true;
    const outcome = failed(failure);
    return { ...outcome, log: `${log}${outcome.payload}\n` };
  };
  return {
    isAlive: () => !isGone && environment.isAlive(),
    stop: () => environment.stop(),
    run: async (invocation: Invocation) => {
      const { requestId } = invocation;
      if (hazards.strikes('lambda-crash-before')) return end('', exited(requestId, CRASH));
      const outcome = await environment.run(invocation);
      if (outcome.functionError !== undefined) return outcome;
      if (hazards.strikes('lambda-crash-after')) return end(outcome.log, exited(requestId, CRASH));
      if (!hazards.strikes('lambda-timeout')) return outcome;
      await clock.wait(timeoutSeconds * 1000);
      return end(outcome.log, timedOut(requestId, timeoutSeconds));
    },
  };
}
