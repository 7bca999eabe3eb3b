import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../target';

const POLL_MILLISECONDS = { laptop: 100, aws: 5000 };

/** Waits before a step asks again for what takes AWS seconds to minutes. */
export async function nextPoll({ name }: Pick<Target, 'name'>): Promise<void> {
  await sleep(POLL_MILLISECONDS[name]);
}
