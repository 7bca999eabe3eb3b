import type { Cloud } from '../../cloud';

interface Repeated {
  everySeconds: number;
  work: () => Promise<void>;
  signal: AbortSignal;
  /** What a failure means, for the person at the screen. */
  trouble: string;
}

/** Works each time the clock has come so far, until aborted; a failure is reported and tried again. */
export async function repeat(cloud: Cloud, repeated: Repeated): Promise<void> {
  const { everySeconds, work, signal, trouble } = repeated;
  for (;;) {
    try {
      await cloud.clock.wait(everySeconds * 1000, signal);
    } catch {
      return;
    }
    try {
      await cloud.clock.track(work());
    } catch (error) {
      if (signal.aborted) return;
      const message = `${trouble}: ${String(error)}`;
      cloud.report({ source: 'dynamodb', level: 'error', message });
    }
  }
}
