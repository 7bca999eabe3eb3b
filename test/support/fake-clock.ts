import type { Clock } from '../../local/clock';

/** Time that moves only when told to, and never while tracked work is in flight. */
export interface FakeClock extends Clock {
  /** Runs every waiter that falls due, in time order, letting work settle before each step. */
  advance(milliseconds: number): Promise<void>;
  /** Lets what is under way finish, without moving the time. */
  settle(): Promise<void>;
  waiting(): number;
  /** Ends the time, as a crash does: nothing that waits ever wakes, and `advance` returns. */
  freeze(): void;
}

interface Waiter {
  at: number;
  resolve: () => void;
}

/** Lets the time go on until the work is done. */
export async function asTimePasses<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  const waiting = new Set([work]);
  const result = work.finally(() => waiting.clear());
  result.catch(() => undefined);
  while (waiting.size > 0) await clock.advance(1000);
  return result;
}

/**
 * `quietTurns`: how many turns of the event loop nothing tracked must be in flight before work counts
 * as settled. Streams in memory take several turns for what is one step to the time.
 *
 * `tickMs`: every wait ends at the next tick, with all others that are due. What polls each second polls each
 * tick, so that a month passes in minutes.
 */
export function fakeClock(
  startMs = Date.UTC(2026, 0, 15, 10, 0, 0),
  { quietTurns = 1, tickMs }: { quietTurns?: number; tickMs?: number } = {},
): FakeClock {
  const waiters = new Set<Waiter>();
  let now = startMs;
  let inFlight = 0;
  let isFrozen = false;

  const wait = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const waiter: Waiter = { at: now + Math.max(0, milliseconds), resolve: () => undefined };
      const abort = () => {
        waiters.delete(waiter);
        reject(signal?.reason as Error);
      };
      waiter.resolve = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });

  const settle = async () => {
    for (let quiet = 0; quiet < quietTurns;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isFrozen) return;
      quiet = inFlight > 0 ? 0 : quiet + 1;
    }
  };

  const dueBy = (until: number) => [...waiters].filter(({ at }) => at <= until);
  const nextWaiter = (until: number) => {
    const [waiter] = dueBy(until).sort((a, b) => a.at - b.at);
    return waiter && { at: waiter.at, woken: [waiter] };
  };
  const nextTick = (until: number, tick: number) => {
    const at = Math.min(until, now + tick);
    return now < until ? { at, woken: dueBy(at) } : undefined;
  };

  return {
    now: () => now,
    paced: () => now,
    wait,
    timeout: wait,
    settle,
    waiting: () => waiters.size,
    freeze: () => {
      isFrozen = true;
    },
    track: async (work) => {
      inFlight += 1;
      try {
        return await work;
      } finally {
        inFlight -= 1;
      }
    },
    pause: async (milliseconds) => {
      inFlight -= 1;
      await wait(milliseconds);
      inFlight += 1;
    },
    advance: async (milliseconds) => {
      const until = now + milliseconds;
      await settle();
      const next = () => (tickMs === undefined ? nextWaiter(until) : nextTick(until, tickMs));
      for (let step = next(); step !== undefined && !isFrozen; step = next()) {
        now = Math.max(now, step.at);
        for (const waiter of step.woken) {
          waiters.delete(waiter);
          waiter.resolve();
        }
        await settle();
      }
      if (!isFrozen) now = until;
    },
  };
}
