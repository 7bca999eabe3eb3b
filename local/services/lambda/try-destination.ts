import type { Clock } from '../../clock';
import { passesByItself } from '../../endpoint/passes-by-itself';
import { untilRoom } from '../../storage/until-room';

/** How often a destination is tried that is in trouble, and one that refuses; the pages tell no number. */
const TRIES_IN_TROUBLE = 8;
const TRIES_REFUSED = 3;

/**
 * Lambda tries a destination, but does not hold what comes next back for it for long: `lost` is told what the last try
 * met. Throws the signal's reason when it aborts.
 */
export async function tryDestination(
  send: () => Promise<void>,
  { clock, signal, lost }: { clock: Clock; signal: AbortSignal; lost: (error: unknown) => void },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await untilRoom(send, { clock, signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (attempt >= (passesByItself(error) ? TRIES_IN_TROUBLE : TRIES_REFUSED)) {
        lost(error);
        return;
      }
    }
    await clock.wait(1000 * 2 ** (attempt - 1), signal);
  }
}
