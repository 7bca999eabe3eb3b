import type { Schedule } from './schedule';

/** Runs at most: each takes about as long as the schedule itself. */
const TRIES_MAX = 60;

/**
 * A schedule that fails as the given one does, with as few hazards and steps as dropping them one after
 * the other leaves: halves first, then ever shorter stretches. The same schedule shrinks to the same.
 */
export async function shrink(
  schedule: Schedule,
  fails: (candidate: Schedule) => Promise<boolean>,
): Promise<Schedule> {
  let best = schedule;
  let tries = 0;
  const attempt = async (candidate: Schedule) => {
    if ((tries += 1) > TRIES_MAX || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (const hazard of schedule.hazards) {
    const others = new Set(best.hazards);
    others.delete(hazard);
    await attempt({ ...best, hazards: [...others] });
  }
  for (
    let length = Math.ceil(best.steps.length / 2);
    length >= 1;
    length = Math.floor(length / 2)
  ) {
    for (let at = 0; at < best.steps.length;) {
      const steps = [...best.steps.slice(0, at), ...best.steps.slice(at + length)];
      if (!(await attempt({ ...best, steps }))) at += length;
    }
  }
  for (let at = 0; at < best.steps.length; at += 1) await thinOut(best, at, attempt);
  return best;
}

/** Leaves out statements of one transaction. */
async function thinOut(
  schedule: Schedule,
  at: number,
  attempt: (candidate: Schedule) => Promise<boolean>,
): Promise<void> {
  let current = schedule;
  for (let index = 0; ;) {
    const step = current.steps[at];
    if (step?.kind !== 'transaction' || step.statements.length < 2) return;
    if (index >= step.statements.length) return;
    const statements = step.statements.filter((_, other) => other !== index);
    const steps = current.steps.with(at, { ...step, statements });
    if (await attempt({ ...current, steps })) current = { ...current, steps };
    else index += 1;
  }
}
