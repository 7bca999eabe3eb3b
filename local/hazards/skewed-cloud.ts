import type { Cloud } from '../cloud';

/** A clock is never further off than this. */
const SKEW_MILLISECONDS_MAX = 2000;
/** Of that, as much comes and goes: clocks drift, and are led back. */
const DRIFT_MILLISECONDS_MAX = 500;
const DRIFT_PERIOD_SECONDS = { least: 20, most: 120 };

/**
 * The cloud as one of its services sees it: by a clock that is off, and drifts about what it is off by. It never
 * runs backwards. `ahead` keeps it from being behind the others, for streams: their readers begin at the time that
 * their own clock shows.
 */
export function skewedCloud(cloud: Cloud, { ahead } = { ahead: false }): Cloud {
  const { clock, hazards } = cloud;
  if (!hazards.strikes('clock-skew')) return cloud;
  const middleMax = SKEW_MILLISECONDS_MAX - DRIFT_MILLISECONDS_MAX;
  const middleMin = ahead ? DRIFT_MILLISECONDS_MAX : -middleMax;
  const middle = middleMin + hazards.below(middleMax - middleMin + 1);
  const { least, most } = DRIFT_PERIOD_SECONDS;
  const periodMs = (least + hazards.below(most - least + 1)) * 1000;
  return {
    ...cloud,
    clock: {
      now: () => {
        const nowMs = clock.now();
        return nowMs + middle + Math.round(DRIFT_MILLISECONDS_MAX * wave(nowMs / periodMs));
      },
      paced: () => clock.paced(),
      wait: (milliseconds, signal) => clock.wait(milliseconds, signal),
      timeout: (milliseconds, signal) => clock.timeout(milliseconds, signal),
      track: (work) => clock.track(work),
      pause: (milliseconds) => clock.pause(milliseconds),
    },
  };
}

/** From 0 to 1 to -1 and back to 0 in straight lines, once a period. */
function wave(periods: number): number {
  const phase = periods - Math.floor(periods);
  if (phase < 0.25) return 4 * phase;
  return phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4;
}
