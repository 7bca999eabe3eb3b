import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { withinGrace } from '../../within-grace';
import type { AsyncPolicy } from './async-policy';
import { DEFAULT_ASYNC_POLICY, RETRY_WAITS_MS, throttleWaitMs } from './async-policy';
import { executionRole } from './execution-role';
import type { FoundFunction, FunctionRegistry } from './function-registry';
import type { InvocationOutcome } from './invocation';
import { sendToDestination, type DestinationMessage } from './send-to-destination';
import { tryDestination } from './try-destination';
import { unfinishedEvents } from './unfinished-events';
import type { AsyncEvent, UnfinishedEvents } from './unfinished-events';

export interface AsyncQueue {
  /** Resolves once the event survives a crash. */
  accept(invokedArn: string, payload: string, requestId: string): Promise<void>;
  setPolicy(functionName: string, policy: AsyncPolicy | undefined): void;
  /** Takes up the events that an earlier run of this function accepted and did not finish. */
  resume(functionName: string): Promise<void>;
  /** Waits for the events that are being handled; those that do not end run again at the next start. */
  stop(): Promise<void>;
}

interface Ending {
  condition: string;
  invokes: number;
  outcome?: InvocationOutcome;
}

/** Runs asynchronous events with Lambda's retries; at least once, also across a restart. */
export function asyncQueue(cloud: Cloud, functions: FunctionRegistry): AsyncQueue {
  const stopping = new AbortController();
  const policies = new Map<string, AsyncPolicy>();
  const running = new Set<Promise<void>>();
  const unfinished = new Map<string, UnfinishedEvents>();
  const eventsOf = (name: string) => {
    const log = cloud.storage.log(`lambda/${name}/async-events`);
    const known = unfinished.get(name) ?? unfinishedEvents(log);
    unfinished.set(name, known);
    return known;
  };
  const policyOf = (name: string) => policies.get(name) ?? DEFAULT_ASYNC_POLICY;

  const process = async (event: AsyncEvent) => {
    const found = functions.find(event.functionArn);
    const { name } = found.settings;
    const attempts: Attempts = {
      cloud,
      functions,
      policy: policyOf(name),
      signal: stopping.signal,
    };
    const ending = await runToEnd(attempts, found, event);
    await deliver(attempts, { found, event, ending });
    await eventsOf(name).finish(event.requestId);
  };

  const start = (event: AsyncEvent) => {
    const work = process(event).catch((error: unknown) => {
      if (stopping.signal.aborted) return;
      const message = `event ${event.requestId} is kept for the next start: ${String(error)}`;
      cloud.report({ source: event.functionArn, level: 'error', message });
    });
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  return {
    accept: async (functionArn, payload, requestId) => {
      const event = { requestId, functionArn, payload, acceptedMs: cloud.clock.now() };
      await eventsOf(functions.find(functionArn).settings.name).accept(event);
      start(event);
    },
    setPolicy: (functionName, policy) => {
      if (policy === undefined) policies.delete(functionName);
      else policies.set(functionName, policy);
    },
    resume: async (functionName) => {
      for (const event of await eventsOf(functionName).load()) start(event);
    },
    stop: async () => {
      stopping.abort(new Error('the laptop cloud stops'));
      await withinGrace(cloud.clock, Promise.all(running));
    },
  };
}

interface Attempts {
  cloud: Cloud;
  functions: FunctionRegistry;
  policy: AsyncPolicy;
  signal: AbortSignal;
}

async function runToEnd(
  { cloud, functions, policy, signal }: Attempts,
  found: FoundFunction,
  event: AsyncEvent,
): Promise<Ending> {
  const { retriesMax, eventAgeSecondsMax } = policy;
  let throttles = 0;
  for (let invokes = 0; ;) {
    const expired = cloud.clock.now() - event.acceptedMs > eventAgeSecondsMax * 1000;
    if (expired) return { condition: 'EventAgeExceeded', invokes };
    const outcome = await tryOnce(functions, found, event);
    if (outcome === undefined) {
      await cloud.clock.wait(throttleWaitMs(++throttles), signal);
      continue;
    }
    invokes += 1;
    if (outcome.functionError === undefined) return { condition: 'Success', invokes, outcome };
    signal.throwIfAborted();
    if (invokes > retriesMax) return { condition: 'RetriesExhausted', invokes, outcome };
    await cloud.clock.wait(RETRY_WAITS_MS[invokes - 1] ?? 120_000, signal);
  }
}

async function tryOnce(
  functions: FunctionRegistry,
  found: FoundFunction,
  { payload, requestId }: AsyncEvent,
): Promise<InvocationOutcome | undefined> {
  try {
    return await functions.run(found, new TextEncoder().encode(payload), requestId);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'TooManyRequestsException') {
      return undefined;
    }
    throw error;
  }
}

interface EndedEvent {
  found: FoundFunction;
  event: AsyncEvent;
  ending: Ending;
}

/** Tells destination and dead-letter queue. What they do not take is lost, as on AWS, and said. */
async function deliver({ cloud, policy, signal }: Attempts, ended: EndedEvent): Promise<void> {
  const { found, event, ending } = ended;
  const { settings } = found;
  const caller = executionRole(cloud, settings);
  const fail = (message: string) =>
    cloud.report({ source: settings.name, level: 'error', message });
  const send = (message: DestinationMessage) =>
    tryDestination(() => sendToDestination(cloud, caller, message), {
      clock: cloud.clock,
      signal,
      lost: (error) =>
        fail(`${message.arn} did not take event ${event.requestId}: ${String(error)}`),
    });
  const succeeded = ending.condition === 'Success';
  const destination = succeeded ? policy.onSuccessArn : policy.onFailureArn;
  if (!succeeded) {
    const answer = ending.outcome?.payload ?? 'not invoked';
    fail(
      `${ending.condition} after ${ending.invokes} attempts of event ${event.requestId}: ${answer}`,
    );
  }
  if (destination !== undefined) {
    const body = destinationDocument(cloud, ended);
    await send({ arn: destination, body: JSON.stringify(body) });
  }
  if (!succeeded && settings.deadLetterArn !== undefined) {
    const attributes = {
      RequestID: event.requestId,
      ErrorCode: '200',
      ErrorMessage: (ending.outcome?.payload ?? ending.condition).slice(0, 1024),
    };
    await send({ arn: settings.deadLetterArn, body: event.payload, attributes });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function destinationDocument(
  cloud: Cloud,
  { found, event, ending }: EndedEvent,
): Record<string, unknown> {
  const { outcome } = ending;
  return {
    version: '1.0',
    timestamp: new Date(cloud.clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${found.settings.arn}:${found.executedVersion}`,
      condition: ending.condition,
      approximateInvokeCount: ending.invokes,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
    ...(outcome !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: found.executedVersion,
        ...(outcome.functionError !== undefined && { functionError: outcome.functionError }),
      },
      responsePayload: JSON.parse(outcome.payload) as unknown,
    }),
  };
}
