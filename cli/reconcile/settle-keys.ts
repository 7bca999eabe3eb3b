import type { Pace } from '../pace';
import { isSettled, type KeyLook, type LookAgain } from './key-look';

export interface SettledKeys {
  /** Whose source has stood still long enough for it to arrive, and has not. */
  differing: KeyLook[];
  /** Whose source was still changing at the end. */
  changing: KeyLook[];
}

/** A look reads the lake, which Athena bills by what it scans. */
const LOOKS_A_WAIT = 6;
/** Waits after which a key that never stands still is let be. */
const WAITS_MAX = 3;

/**
 * Tells keys that differ from those whose changes are on their way: a key differs when what the source has
 * has not changed for the whole wait, and the lake still has something else.
 */
export async function settleKeys(
  keys: readonly KeyLook[],
  look: LookAgain,
  { pace, waitSeconds }: { pace: Pace; waitSeconds: number },
): Promise<SettledKeys> {
  const waitMilliseconds = waitSeconds * 1000;
  const startedAt = pace.now();
  const changedAt = new Map(keys.map(({ place }) => [place, startedAt]));
  const hasWaited = ({ place }: KeyLook) =>
    pace.now() - (changedAt.get(place) ?? startedAt) >= waitMilliseconds;
  let open = keys.filter((key) => !isSettled(key));
  while (!open.every(hasWaited) && pace.now() - startedAt < waitMilliseconds * WAITS_MAX) {
    await pace.sleep(waitMilliseconds / LOOKS_A_WAIT);
    const before = new Map(open.map(({ place, source }) => [place, source.state]));
    open = (await look(open)).filter((key) => !isSettled(key));
    for (const { place, source } of open) {
      if (source.state !== before.get(place)) changedAt.set(place, pace.now());
    }
  }
  return {
    differing: open.filter(hasWaited),
    changing: open.filter((key) => !hasWaited(key)),
  };
}
