import type { Clock } from '../../local/clock';
import type { Draws } from './draws';

/**
 * The one time of a run, also for third parties. Who waits until the same moment wakes in an order that
 * is drawn. It moves only once nothing has happened for some turns of the event loop.
 */
export interface SimulatedClock extends Clock {
  /** Something happens: what is under way is not settled yet. */
  touch(): void;
  settle(): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  /** Moves the time on until the work is done, at most so far; undefined when it is not done then. */
  drive<T>(work: Promise<T>, millisecondsMax: number): Promise<{ value: T } | undefined>;
  /** Calls back at a later time; gives the way to call it off. */
  schedule(milliseconds: number, run: () => void): () => void;
  /** Ends the time, as a crash does: nothing that waits ever wakes. */
  freeze(): void;
  isFrozen(): boolean;
}

interface Waiter {
  at: number;
  tie: number;
  run: () => void;
}

/** What in-memory transports need at most between two of the things that `touch` the clock. */
const QUIET_TURNS = 8;

export function simulatedClock(
  startMs: number,
  chance: Draws,
  { quietTurns = QUIET_TURNS }: { quietTurns?: number } = {},
): SimulatedClock {
  const waiters = new Set<Waiter>();
  let now = startMs;
  let quiet = 0;
  let isFrozen = false;

  const schedule = (milliseconds: number, run: () => void) => {
    const waiter = { at: now + Math.max(0, milliseconds), tie: chance.next(), run };
    waiters.add(waiter);
    return () => void waiters.delete(waiter);
  };
  const settle = async () => {
    for (quiet = 0; quiet < quietTurns && !isFrozen; quiet += 1) await turn();
  };
  const earliest = () => {
    let first: Waiter | undefined;
    for (const waiter of waiters)
      if (first === undefined || isBefore(waiter, first)) first = waiter;
    return first;
  };
  /** False when nothing waits until then. */
  const step = async (until: number) => {
    const next = earliest();
    if (next === undefined || next.at > until || isFrozen) return false;
    waiters.delete(next);
    now = Math.max(now, next.at);
    next.run();
    await settle();
    return true;
  };
  const wait = (milliseconds: number, signal?: AbortSignal) =>
    waitOn(schedule, milliseconds, signal);
  return {
    now: () => now,
    paced: () => now,
    wait,
    timeout: wait,
    track: (work) => work,
    pause: wait,
    touch: () => {
      quiet = 0;
    },
    settle,
    schedule,
    freeze: () => {
      isFrozen = true;
      waiters.clear();
    },
    isFrozen: () => isFrozen,
    advance: async (milliseconds) => {
      const until = now + milliseconds;
      await settle();
      while (await step(until));
      if (!isFrozen) now = until;
    },
    drive: (work, millisecondsMax) => drive(work, { until: now + millisecondsMax, settle, step }),
  };
}

type End<T> = { value: T } | { error: unknown };

async function drive<T>(
  work: Promise<T>,
  moves: { until: number; settle: () => Promise<void>; step: (until: number) => Promise<boolean> },
): Promise<{ value: T } | undefined> {
  const ends: End<T>[] = [];
  work.then(
    (value) => ends.push({ value }),
    (error: unknown) => ends.push({ error }),
  );
  await moves.settle();
  while (ends.length === 0 && (await moves.step(moves.until)));
  const [end] = ends;
  if (end !== undefined && 'error' in end) throw end.error;
  return end;
}

function isBefore(one: Waiter, other: Waiter): boolean {
  return one.at < other.at || (one.at === other.at && one.tie < other.tie);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function waitOn(
  schedule: SimulatedClock['schedule'],
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const cancel = schedule(milliseconds, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    const abort = () => {
      cancel();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}
