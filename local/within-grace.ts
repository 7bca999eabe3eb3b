import { cancellation } from './cancellation';
import type { Clock } from './clock';

const STOP_GRACE_MS = 5000;

/** Waits for the work in flight of a service that stops, but not longer than a grace of five seconds. */
export async function withinGrace(clock: Clock, work: Promise<unknown>): Promise<void> {
  const finished = cancellation();
  const late = clock.timeout(STOP_GRACE_MS, finished.signal).catch(() => undefined);
  await Promise.race([work, late]);
  finished.cancel();
}
