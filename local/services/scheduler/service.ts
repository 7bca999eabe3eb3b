import type { Cloud } from '../../cloud';
import type { Call, Caller } from '../../endpoint/dispatch';
import type { Schedule } from './schedule-expression';

export interface ScheduledCall {
  /** Schedule, rule or crawler, for messages. */
  name: string;
  schedule: Schedule;
  call(atMs: number): Call;
}

/** The call that hands a function its event for one time, JSON text. */
export function functionCall(functionArn: string, caller: Caller, event: string): Call {
  return {
    caller,
    service: 'lambda',
    action: 'Invoke',
    input: {
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: Buffer.from(event),
    },
  };
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
  /** Makes the call at each time of the schedule until stopped. */
  start(scheduled: ScheduledCall): { stop: () => Promise<void> };
}

/** EventBridge's clock: rules and schedules that invoke functions; Glue's crawlers go by it too. */
export function createScheduler(cloud: Cloud): Scheduler {
  return {
    rules: new Map(),
    start: (scheduled) => {
      const stopping = new AbortController();
      const running = run(cloud, scheduled, stopping.signal).catch(() => undefined);
      return {
        stop: async () => {
          stopping.abort(new Error(`schedule ${scheduled.name} stops`));
          await running;
        },
      };
    },
  };
}

/** Counts on from the time it last meant, so that a clock whose waits are divided keeps its rhythm. */
async function run(cloud: Cloud, scheduled: ScheduledCall, signal: AbortSignal) {
  let at = cloud.clock.now();
  for (let next = scheduled.schedule(at); next !== undefined; next = scheduled.schedule(at)) {
    await cloud.clock.wait(next - at, signal);
    at = next;
    await make(cloud, scheduled, at);
  }
}

async function make(cloud: Cloud, scheduled: ScheduledCall, atMs: number): Promise<void> {
  const call = scheduled.call(atMs);
  try {
    await cloud.dispatcher.dispatch(call);
  } catch (error) {
    const message = `${call.service}:${call.action} of the schedule failed: ${String(error)}`;
    cloud.report({ source: scheduled.name, level: 'error', message });
  }
}
