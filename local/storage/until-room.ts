import type { Clock } from '../clock';
import { isDiskFull } from './disk-full-error';

const RETRY_MILLISECONDS = 1000;

/**
 * Does again, once a second, what found no room on the disk: work in the background has nobody who would try
 * again. Any other failure is thrown on, and the signal's reason when it aborts.
 */
export async function untilRoom<T>(
  work: () => Promise<T>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
    await clock.timeout(RETRY_MILLISECONDS, signal);
  }
}
