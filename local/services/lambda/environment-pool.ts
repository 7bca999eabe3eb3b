import type { Clock } from '../../clock';
import type { ExecutionEnvironment, Invocation, InvocationOutcome } from './invocation';

/** An environment that had nothing to do for this long gives its memory back. */
const IDLE_MS = 60_000;
/** A reason of its own spares each abort an exception with a stack. */
const WOKEN = new Error('the environment has work');

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
  const idle = new Map<ExecutionEnvironment, AbortController>();
  const busy = new Set<ExecutionEnvironment>();
  const waiting: (() => void)[] = [];

  const take = (): ExecutionEnvironment | undefined => {
    const [rested] = [...idle.keys()].slice(-1);
    if (rested === undefined && busy.size >= environmentsMax) return undefined;
    const environment = rested ?? start();
    idle.get(environment)?.abort(WOKEN);
    idle.delete(environment);
    busy.add(environment);
    return environment;
  };

  const rest = (environment: ExecutionEnvironment) => {
    const waking = new AbortController();
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
      for (const waking of idle.values()) waking.abort(WOKEN);
      const all = [...idle.keys(), ...busy];
      idle.clear();
      await Promise.all(all.map((environment) => environment.stop()));
    },
  };
}
