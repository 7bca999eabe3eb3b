/** Lets through `perSecond` units on average, and as much again at once after a quiet second. */
export interface RateLimit {
  /** Takes the units if they are there; takes nothing otherwise. */
  tryTake(units: number, nowMilliseconds: number): boolean;
  /** Whether anything may pass now; with `charge` afterwards, for costs known only then. */
  isOpen(nowMilliseconds: number): boolean;
  charge(units: number): void;
}

export function createRateLimit(perSecond: number): RateLimit {
  let available = perSecond;
  let refilledAt = -Infinity;
  const refill = (now: number) => {
    const elapsed = Math.max(0, now - refilledAt);
    available = Math.min(perSecond, available + (elapsed * perSecond) / 1000);
    refilledAt = Math.max(refilledAt, now);
  };
  return {
    tryTake: (units, now) => {
      refill(now);
      if (units > available) return false;
      available -= units;
      return true;
    },
    isOpen: (now) => {
      refill(now);
      return available > 0;
    },
    charge: (units) => {
      available -= units;
    },
  };
}
