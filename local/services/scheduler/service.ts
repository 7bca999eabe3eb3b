import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import type { Schedule } from './schedule-expression';

export interface ScheduledInvocation {
  /** Schedule or rule, for messages. */
  name: string;
  schedule: Schedule;
  functionArn: string;
  caller: Caller;
  /** JSON text of the event for one time. */
  event(atMs: number): string;
}

export interface Rule {
  name: string;
  arn: string;
  /** Undefined for a rule over events, which the laptop does not emit. */
  schedule?: Schedule;
  enabled: boolean;
}

export interface Scheduler {
  rules: Map<string, Rule>;
  /** Invokes the function at each time of the schedule until stopped. */
  start(invocation: ScheduledInvocation): { stop: () => Promise<void> };
}

/** EventBridge's clock: rules and schedules that invoke functions. */
export function createScheduler(cloud: Cloud): Scheduler {
  return {
    rules: new Map(),
    start: (invocation) => {
      const stopping = new AbortController();
      const running = run(cloud, invocation, stopping.signal).catch(() => undefined);
      return {
        stop: async () => {
          stopping.abort(new Error(`schedule ${invocation.name} stops`));
          await running;
        },
      };
    },
  };
}

/** Counts on from the time it last meant, so that a clock whose waits are divided keeps its rhythm. */
async function run(cloud: Cloud, invocation: ScheduledInvocation, signal: AbortSignal) {
  let at = cloud.clock.now();
  for (let next = invocation.schedule(at); next !== undefined; next = invocation.schedule(at)) {
    await cloud.clock.wait(next - at, signal);
    at = next;
    await invoke(cloud, invocation, at);
  }
}

async function invoke(cloud: Cloud, invocation: ScheduledInvocation, atMs: number): Promise<void> {
  try {
    await cloud.dispatcher.dispatch({
      caller: invocation.caller,
      service: 'lambda',
      action: 'Invoke',
      input: {
        FunctionName: invocation.functionArn,
        InvocationType: 'Event',
        Payload: Buffer.from(invocation.event(atMs)),
      },
    });
  } catch (error) {
    const message = `could not invoke ${invocation.functionArn}: ${String(error)}`;
    cloud.report({ source: invocation.name, level: 'error', message });
  }
}
