import { chance, type Chance } from '../chance';
import { HAZARDS, type HazardName } from './hazard-catalogue';

/** The hazards of a run. Services ask at each occasion; the answer is drawn from the chance seed. */
export interface Hazards {
  /** Whether the hazard happens on this occasion. False, and nothing drawn, while it is off. */
  strikes(name: HazardName): boolean;
  /** A whole number from 0 to below `limit`: where, how many, how long. */
  below(limit: number): number;
  /** How often each hazard that is on has happened. */
  struck(): ReadonlyMap<HazardName, number>;
}

export const NO_HAZARDS: Hazards = {
  strikes: () => false,
  below: () => 0,
  struck: () => new Map(),
};

/**
 * Repeats itself with the seed of `source`, which nothing else may draw from. Each hazard has a stream of
 * its own, so that switching one on moves no other, and no id of the run. `times` as often as in the catalogue.
 */
export function drawnHazards(on: ReadonlySet<HazardName>, source: Chance, times = 1): Hazards {
  const seed = source.uuid();
  const places = chance(`${seed} places`);
  const streams = new Map([...on].map((name) => [name, chance(`${seed} ${name}`)]));
  const counts = new Map([...on].map((name) => [name, 0]));
  return {
    strikes: (name) => {
      const stream = streams.get(name);
      if (stream === undefined || stream.next() * HAZARDS[name].oneIn >= times) return false;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return true;
    },
    below: (limit) => Math.floor(places.next() * limit),
    struck: () => counts,
  };
}
