import crypto from 'node:crypto';
import type { Draws } from './draws';
import type { SimulatedClock } from './simulated-clock';

/** What third parties have of time and chance, while a run lasts. */
export interface GlobalSources {
  /** Of the life that runs now. */
  clock: () => SimulatedClock;
  chance: Draws;
}

const REAL = {
  Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
};

/**
 * Runs the work with the time and the chance of a simulation in place of the system's: what the SDK,
 * mssql and dynalite draw, stamp and wait for is then the seed's as well. One run at a time.
 */
export async function withSimulatedGlobals<T>(
  sources: GlobalSources,
  work: () => Promise<T>,
): Promise<T> {
  const random = Math.random;
  const { randomBytes, randomUUID } = crypto;
  Object.assign(globalThis, timers(sources), { Date: dateOf(sources) });
  Math.random = () => sources.chance.next();
  // Web Crypto has it on its prototype: an own property stands before that, and goes again.
  Object.defineProperty(globalThis.crypto, 'randomUUID', {
    value: () => uuidOf(sources.chance),
    configurable: true,
  });
  Object.assign(crypto, {
    randomBytes: bytesOf(sources.chance),
    randomUUID: () => uuidOf(sources.chance),
  });
  try {
    return await work();
  } finally {
    Object.assign(globalThis, REAL);
    Math.random = random;
    Reflect.deleteProperty(globalThis.crypto, 'randomUUID');
    Object.assign(crypto, { randomBytes, randomUUID });
  }
}

function dateOf({ clock }: GlobalSources): DateConstructor {
  return new Proxy(REAL.Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock().now()] : args, newTarget) as Date,
    get: (target, name, receiver) =>
      name === 'now' ? () => clock().now() : (Reflect.get(target, name, receiver) as unknown),
  });
}

/** As much of Node's Timeout as libraries touch. */
class SimulatedTimer {
  cancel: () => void = () => undefined;
  readonly #start: () => () => void;

  constructor(start: () => () => void) {
    this.#start = start;
    this.refresh();
  }

  refresh(): this {
    this.cancel();
    this.cancel = this.#start();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

type Callback = (...args: unknown[]) => void;

function timers({ clock }: GlobalSources) {
  const clear = (timer?: unknown) => {
    if (timer instanceof SimulatedTimer) timer.cancel();
  };
  return {
    setTimeout: (run: Callback, milliseconds = 0, ...args: unknown[]) =>
      new SimulatedTimer(() => clock().schedule(milliseconds, () => run(...args))),
    setInterval: (run: Callback, milliseconds = 1, ...args: unknown[]) => {
      const timer: SimulatedTimer = new SimulatedTimer(() =>
        clock().schedule(Math.max(1, milliseconds), () => {
          timer.refresh();
          run(...args);
        }),
      );
      return timer;
    },
    clearTimeout: clear,
    clearInterval: clear,
  };
}

function bytesOf(chance: Draws) {
  return (length: number, done?: (error: null, bytes: Buffer) => void) => {
    const bytes = Buffer.from(Array.from({ length }, () => chance.below(256)));
    if (done === undefined) return bytes;
    setImmediate(done, null, bytes);
    return undefined;
  };
}

function uuidOf(chance: Draws): string {
  const hex = Buffer.from(Array.from({ length: 16 }, () => chance.below(256))).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
