import type { HazardName } from '../../local/hazards/hazard-catalogue';
import type { Hazards } from '../../local/hazards/hazards';

/** Strikes as often as planned for each hazard, at its first occasions; `places` answers `below` in turn. */
export function striking(
  times: Partial<Record<HazardName, number>>,
  places: readonly number[] = [],
): Hazards {
  const struck = new Map<HazardName, number>();
  let next = 0;
  return {
    strikes: (name) => {
      const before = struck.get(name) ?? 0;
      if (before >= (times[name] ?? 0)) return false;
      struck.set(name, before + 1);
      return true;
    },
    below: (limit) => Math.min(places[next++] ?? 0, limit - 1),
    struck: () => struck,
  };
}
