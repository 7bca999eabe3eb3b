import type { Cloud } from '../cloud';

const SKEW_MILLISECONDS_MAX = 2000;

/**
 * The cloud as one of its services sees it: by a clock that is off by so much for good. `ahead` keeps it
 * from being behind the others, for streams: their readers begin at the time that their own clock shows.
 */
export function skewedCloud(cloud: Cloud, { ahead } = { ahead: false }): Cloud {
  const { clock, hazards } = cloud;
  if (!hazards.strikes('clock-skew')) return cloud;
  const span = ahead ? SKEW_MILLISECONDS_MAX : 2 * SKEW_MILLISECONDS_MAX;
  const offset = hazards.below(span + 1) - (ahead ? 0 : SKEW_MILLISECONDS_MAX);
  return {
    ...cloud,
    clock: {
      now: () => clock.now() + offset,
      paced: () => clock.paced(),
      wait: (milliseconds, signal) => clock.wait(milliseconds, signal),
      timeout: (milliseconds, signal) => clock.timeout(milliseconds, signal),
      track: (work) => clock.track(work),
    },
  };
}
