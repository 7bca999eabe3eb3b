import { cancellation } from '../../cancellation';
import type { Clock } from '../../clock';
import { viewBytes } from '../../view-bytes';
import type { FunctionLog } from './function-log';
import type { FunctionSettings } from './function-settings';
import type { ExecutionEnvironment, FunctionFailure, Invocation } from './invocation';
import { failed, timedOut } from './invocation';
import { invocationLog } from './invocation-log';

export interface FunctionContext {
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

export type InProcessHandler = (event: never, context: never) => unknown;

/**
 * Runs a handler in this process, for tests and simulation: same event, same context, same outcomes as
 * the worker, on the given clock. A handler that timed out cannot be stopped; its answer is ignored.
 */
export function inProcessEnvironment(options: {
  settings: FunctionSettings;
  handler: InProcessHandler;
  clock: Clock;
  log: FunctionLog;
  logStream: string;
}): ExecutionEnvironment {
  const { settings, clock } = options;
  const handler = options.handler as (event: unknown, context: FunctionContext) => unknown;
  let alive = true;
  const contextOf = (invocation: Invocation): FunctionContext => {
    const deadlineMs = clock.now() + settings.timeoutSeconds * 1000;
    return {
      functionName: settings.name,
      functionVersion: settings.version,
      invokedFunctionArn: invocation.invokedArn,
      memoryLimitInMB: String(settings.memoryMegabytes),
      awsRequestId: invocation.requestId,
      logGroupName: settings.logGroup,
      logStreamName: options.logStream,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - clock.now()),
    };
  };
  const answer = async (invocation: Invocation) => {
    try {
      const event = JSON.parse(viewBytes(invocation.payload).toString()) as unknown;
      const value: unknown = await handler(event, contextOf(invocation));
      return { payload: (JSON.stringify(value) as string | undefined) ?? 'null' };
    } catch (error) {
      return failed(describeThrown(error));
    }
  };
  const timeOut = async (requestId: string, signal: AbortSignal) => {
    await clock.timeout(settings.timeoutSeconds * 1000, signal);
    alive = false;
    return failed(timedOut(requestId, settings.timeoutSeconds));
  };
  return {
    isAlive: () => alive,
    stop: () => options.log.settled(),
    run: async (invocation) => {
      const log = invocationLog(options.log, settings, invocation);
      const startedMs = clock.now();
      const finished = cancellation();
      const late = timeOut(invocation.requestId, finished.signal);
      late.catch(() => undefined);
      const outcome = await Promise.race([answer(invocation), late]);
      finished.cancel();
      if ('functionError' in outcome) log.write(`${outcome.payload}\n`);
      return { ...outcome, log: log.finish(clock.now() - startedMs) };
    },
  };
}

function describeThrown(error: unknown): FunctionFailure {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = (error.stack ?? '').split('\n');
  return { errorType: error.name, errorMessage: error.message, trace };
}
