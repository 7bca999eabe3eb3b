import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { cancellation } from '../../cancellation';
import type { Clock } from '../../clock';
import type { FunctionLog } from './function-log';
import type { FunctionSettings } from './function-settings';
import type { ExecutionEnvironment, FunctionFailure, Invocation } from './invocation';
import { exited, failed, timedOut } from './invocation';
import type { InvocationLog } from './invocation-log';
import { invocationLog } from './invocation-log';

type Message =
  | { kind: 'log'; text: string }
  | { kind: 'answered'; payload: string }
  | { kind: 'threw' | 'crashed' | 'init-failed'; failure: FunctionFailure };

interface Result {
  payload: string;
  functionError?: 'Unhandled';
}

interface WorkerOptions {
  settings: FunctionSettings;
  taskRoot: string;
  environment: Record<string, string>;
  clock: Clock;
  log: FunctionLog;
  logStream: string;
}

interface Current {
  invocation: Invocation;
  log: InvocationLog;
  resolve: (result: Result) => void;
}

/** Runs the bundle unchanged in a thread of its own, with nothing of this process's environment. */
export function workerEnvironment(options: WorkerOptions): ExecutionEnvironment {
  const { settings, clock } = options;
  const worker = startWorker(options);
  let alive = true;
  let current: Current | undefined;
  let startFailure: FunctionFailure | undefined;
  let exitReason: string | undefined;

  const finish = (result: Result) => current?.resolve(result);
  const die = (reason: string) => {
    alive = false;
    exitReason ??= reason;
    if (current !== undefined) finish(failed(exited(current.invocation.requestId, exitReason)));
  };
  worker.on('message', (message: Message) => {
    if (message.kind === 'log') (current?.log ?? options.log).write(message.text);
    else if (message.kind === 'answered') finish({ payload: message.payload });
    else {
      if (message.kind !== 'threw') alive = false;
      if (message.kind === 'init-failed') startFailure = message.failure;
      finish(failed(message.failure));
    }
  });
  worker.on('error', (error: Error & { code?: string }) => die(deathOf(error)));
  worker.on('exit', (status) =>
    die(status === 0 ? 'without providing a reason' : `with error: exit status ${status}`),
  );

  const outcomeOf = async (invocation: Invocation, log: InvocationLog): Promise<Result> => {
    if (startFailure !== undefined) return failed(startFailure);
    if (!alive) return failed(exited(invocation.requestId, exitReason ?? 'before its first event'));
    const timeoutMs = settings.timeoutSeconds * 1000;
    const finished = cancellation();
    const late = clock.timeout(timeoutMs, finished.signal).then(() => {
      alive = false;
      return failed(timedOut(invocation.requestId, settings.timeoutSeconds));
    });
    late.catch(() => undefined);
    const answered = new Promise<Result>((resolve) => {
      current = { invocation, log, resolve };
      const deadlineMs = clock.now() + timeoutMs;
      worker.postMessage({ ...invocation, deadlineMs }, [invocation.payload.buffer as ArrayBuffer]);
    });
    const result = await Promise.race([answered, late]);
    finished.cancel();
    current = undefined;
    return result;
  };

  return {
    isAlive: () => alive,
    stop: async () => {
      alive = false;
      await worker.terminate();
      await options.log.settled();
    },
    run: (invocation) => clock.track(runLogged(options, invocation, outcomeOf)),
  };
}

function deathOf({ code, message }: Error & { code?: string }): string {
  const isKilled = code === 'ERR_WORKER_OUT_OF_MEMORY';
  return `with error: ${isKilled ? 'signal: killed' : message}`;
}

async function runLogged(
  { settings, clock, log: functionLog }: WorkerOptions,
  invocation: Invocation,
  outcomeOf: (invocation: Invocation, log: InvocationLog) => Promise<Result>,
) {
  const log = invocationLog(functionLog, settings, invocation);
  const startedMs = clock.now();
  const result = await outcomeOf(invocation, log);
  if (result.functionError !== undefined) log.write(`${result.payload}\n`);
  return { ...result, log: log.finish(clock.now() - startedMs) };
}

function startWorker({ settings, taskRoot, environment, logStream }: WorkerOptions): Worker {
  return new Worker(join(__dirname, 'worker-bootstrap.cjs'), {
    name: settings.name,
    env: environment,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMegabytes },
    workerData: {
      taskRoot,
      handler: settings.handler,
      context: {
        functionName: settings.name,
        functionVersion: settings.version,
        memoryLimitInMB: String(settings.memoryMegabytes),
        logGroupName: settings.logGroup,
        logStreamName: logStream,
      },
    },
  });
}
