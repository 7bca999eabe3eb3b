import { setTimeout as sleep } from 'node:timers/promises';

/** The time of something that waits, so that a test can be its clock. */
export interface Pace {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

export const realPace: Pace = { now: () => Date.now(), sleep };
