import { cancellation, type Cancellation } from '../../cancellation';
import type { Clock } from '../../clock';
import type { ExecutionEnvironment, Invocation, InvocationOutcome } from './invocation';

/** An environment that had nothing to do for this long gives its memory back. */
const IDLE_MS = 60_000;

export interface EnvironmentPool {
  /** Waits for a free environment when as many as allowed are busy. */
  run(invocation: Invocation): Promise<InvocationOutcome>;
  busy(): number;
  stop(): Promise<void>;
}

/** Keeps at most `environmentsMax` environments of one function, each with one event at a time. */
export function environmentPool(options: {
  clock: Clock;
  environmentsMax: number;
  start: () => ExecutionEnvironment;
}): EnvironmentPool {
  const { clock, environmentsMax, start } = options;
  const idle = new Map<ExecutionEnvironment, Cancellation>();
  const busy = new Set<ExecutionEnvironment>();
  const waiting: (() => void)[] = [];

  const take = (): ExecutionEnvironment | undefined => {
    const [rested] = [...idle.keys()].slice(-1);
    if (rested === undefined && busy.size >= environmentsMax) return undefined;
    const environment = rested ?? start();
    idle.get(environment)?.cancel();
    idle.delete(environment);
    busy.add(environment);
    return environment;
  };

  const rest = (environment: ExecutionEnvironment) => {
    const waking = cancellation();
    idle.set(environment, waking);
    clock.timeout(IDLE_MS, waking.signal).then(
      () => {
        idle.delete(environment);
        void environment.stop();
      },
      () => undefined,
    );
  };

  const release = async (environment: ExecutionEnvironment) => {
    busy.delete(environment);
    if (environment.isAlive()) rest(environment);
    waiting.shift()?.();
    if (!environment.isAlive()) await environment.stop();
  };

  const free = async (): Promise<ExecutionEnvironment> => {
    for (;;) {
      const environment = take();
      if (environment !== undefined) return environment;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  return {
    busy: () => busy.size + waiting.length,
    run: async (invocation) => {
      const environment = await free();
      try {
        return await environment.run(invocation);
      } finally {
        await release(environment);
      }
    },
    stop: async () => {
      for (const waking of idle.values()) waking.cancel();
      const all = [...idle.keys(), ...busy];
      idle.clear();
      await Promise.all(all.map((environment) => environment.stop()));
    },
  };
}
