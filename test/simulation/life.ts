import type { Draws } from './draws';
import type { SimulatedClock } from './simulated-clock';

/** One run of the cloud, from its start to its end or its crash. */
export interface Life {
  clock: SimulatedClock;
  /** Draws how work interleaves. */
  chance: Draws;
  /** Has the life end at its nth durable write from now, just before or just after it. */
  dieAtWrite(nth: number, when: 'before' | 'after'): void;
  die(): void;
  isOver(): boolean;
  /**
   * Makes one durable write. In a life that is over nothing is written and nothing returns, as in a
   * process that was killed.
   */
  write(apply: () => void, kind?: 'first' | 'further'): Promise<void>;
  /** Lets the work pass while the life lasts; it never returns after that. */
  within<T>(work: Promise<T>): Promise<T>;
}

const NEVER = new Promise<never>(() => undefined);
/** The most turns of the event loop that a write waits for its acknowledgement. */
const WRITE_TURNS = 3;
/** Of as many writes one waits for its acknowledgement as for a disk that is busy, in the run's time. */
const SLOW_ONE_IN = { first: 2, further: 10 };
const SLOW_WRITE_MILLISECONDS_MAX = 1500;

export function createLife(clock: SimulatedClock, chance: Draws): Life {
  let death: { nth: number; when: 'before' | 'after' } | undefined;
  let isOver = false;
  const isEnded = () => isOver;
  const die = () => {
    isOver = true;
    clock.freeze();
  };
  return {
    clock,
    chance,
    dieAtWrite: (nth, when) => {
      death = { nth, when };
    },
    die,
    isOver: () => isOver,
    write: async (apply, kind = 'further') => {
      if (isOver) return NEVER;
      const isLast = death !== undefined && (death.nth -= 1) <= 0;
      if (!isLast || death?.when === 'after') apply();
      if (isLast) die();
      clock.touch();
      for (let turns = chance.below(WRITE_TURNS); turns > 0; turns -= 1) await nextTurn();
      if (chance.oneIn(SLOW_ONE_IN[kind]))
        await clock.wait(chance.below(SLOW_WRITE_MILLISECONDS_MAX));
      clock.touch();
      return isEnded() ? NEVER : undefined;
    },
    within: async (work) => {
      const value = await work;
      return isOver ? NEVER : value;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
