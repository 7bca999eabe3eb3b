import type { Target } from '../target';
import { isChosen, type EntryChoice } from './choose-entries';
import { finishMove, waitingObjects } from './list-quarantine';
import { operatorName, settle } from './settled-records';

/**
 * Marks entries as dropped, with who, when and why. Their payload is not deleted: it moves out of what
 * waits, and stays as long as the bucket's lifecycle lets it. Returns how many.
 */
export async function discardEntries(
  target: Target,
  choice: EntryChoice,
  { reason, now }: { reason: string; now: () => number },
): Promise<number> {
  let discarded = 0;
  for await (const object of waitingObjects(target)) {
    await finishMove(object);
    const chosen = object.waiting.filter((entry) => isChosen(entry, choice));
    if (chosen.length === 0) continue;
    const stamp = { at: new Date(now()).toISOString(), by: operatorName(), reason };
    const settled = chosen.map(({ id, record }) => ({
      id,
      record,
      outcome: 'discarded' as const,
      ...stamp,
    }));
    await settle(object, settled, object.records);
    discarded += chosen.length;
  }
  return discarded;
}
