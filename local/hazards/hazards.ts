import type { Chance } from '../chance';
import { HAZARDS, type HazardName } from './hazard-catalogue';

/** The hazards of a run. Services ask at each occasion; the answer is drawn from the chance seed. */
export interface Hazards {
  /** Whether the hazard happens on this occasion. False, and nothing drawn, while it is off. */
  strikes(name: HazardName): boolean;
  /** A whole number from 0 to below `limit`: where, how many, how long. */
  below(limit: number): number;
}

export const NO_HAZARDS: Hazards = { strikes: () => false, below: () => 0 };

/** Draws from `chance` alone, so that a run with hazards repeats itself with its seed. */
export function drawnHazards(on: ReadonlySet<HazardName>, chance: Chance): Hazards {
  return {
    strikes: (name) => on.has(name) && chance.next() * HAZARDS[name].oneIn < 1,
    below: (limit) => Math.floor(chance.next() * limit),
  };
}
