import { QUIET_TURNS } from '../support/in-process-cloud';
import type { FakeClock } from '../support/fake-clock';

interface Waiter {
  atMs: number;
  resolve: () => void;
}

/**
 * A fake clock on which every wait ends at the next of its ticks: what polls each second polls each tick,
 * so that a month passes in minutes.
 */
export function coarseClock(startMs: number, tickMs: number): FakeClock {
  let waiters: Waiter[] = [];
  let now = startMs;
  let inFlight = 0;
  const wait = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const waiter: Waiter = { atMs: now + Math.max(1, milliseconds), resolve: () => undefined };
      const abort = () => {
        waiters = waiters.filter((other) => other !== waiter);
        reject(signal?.reason as Error);
      };
      waiter.resolve = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      waiters.push(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  const settle = async () => {
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = inFlight > 0 ? 0 : quiet + 1;
    }
  };
  return {
    now: () => now,
    paced: () => now,
    wait,
    timeout: wait,
    settle,
    waiting: () => waiters.length,
    freeze: () => undefined,
    track: async (work) => {
      inFlight += 1;
      try {
        return await work;
      } finally {
        inFlight -= 1;
      }
    },
    advance: async (milliseconds) => {
      await settle();
      for (const until = now + milliseconds; now < until;) {
        now = Math.min(until, now + tickMs);
        const due = waiters.filter(({ atMs }) => atMs <= now);
        waiters = waiters.filter(({ atMs }) => atMs > now);
        for (const { resolve } of due) resolve();
        await settle();
      }
    },
  };
}
