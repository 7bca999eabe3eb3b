import { setMaxListeners } from 'node:events';

/** The one clock of the laptop cloud. Nothing else reads the time or sets a timer. */
export interface Clock {
  /** Real wall-clock time in milliseconds since 1970, also under `--fast`. */
  now(): number;
  /**
   * Milliseconds in the services' pace, for rates and quotas per second: runs as many times faster as
   * `--fast` divides waits. Starts anywhere.
   */
  paced(): number;
  /**
   * Waits as a service waits (buffering, polling, batching windows). `--fast` divides it.
   * Rejects with the signal's reason when aborted.
   */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Waits undivided: time-outs and leases. Rejects with the signal's reason when aborted. */
  timeout(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Tells a fake clock that work is in flight, so that it does not advance underneath it. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Waits as `wait` does, inside tracked work, which lets the time go on meanwhile. */
  pause(milliseconds: number): Promise<void>;
}

/** `divideWaitsBy` is the factor of `--fast`; 1 honours every interval as AWS would. */
export function systemClock(divideWaitsBy = 1): Clock {
  const wait = (milliseconds: number, signal?: AbortSignal) =>
    sleep(milliseconds / divideWaitsBy, signal);
  return {
    now: () => Date.now(),
    paced: () => performance.now() * divideWaitsBy,
    wait,
    timeout: sleep,
    track: (work) => work,
    pause: (milliseconds) => wait(milliseconds),
  };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal === undefined) return;
    // Many shards wait on the signal of one task; that is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', stop, { once: true });
  });
}
