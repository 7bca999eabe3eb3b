import type { CheckFinding } from '../../wire/database-runner';
import type { SourceWatchState } from '../../wire/source-watch';
import { findGaps, healedBy } from './find-gaps';
import type { Memory } from './ports/memory';
import type { Runner } from './ports/runner';
import type { WatchedTask } from './ports/watched-task';
import { taskPosition } from './task-position';

export interface SourceWatch {
  runner: Runner;
  task: WatchedTask;
  memory: Memory;
  /** Milliseconds since 1970. */
  now: () => number;
}

const UNSEEN: SourceWatchState = {
  lookedAt: '',
  findings: [],
  gaps: [],
  retentionUsedPercent: null,
  stoppedBecause: null,
  tables: {},
};

/**
 * One look at the source. A feed that was never started is not looked at: nothing can be lost to it yet.
 * Stops the task where going on would drop values of a column; it is resumed by an operator, and stopped
 * again while the cause stands. A gap stays until a later load of its table is finished. Where the schedule and an
 * operator have it look at the same time, the one that is overtaken looks again.
 */
export async function watchSource(watch: SourceWatch): Promise<SourceWatchState> {
  let stoppedBecause: string | null = null;
  for (;;) {
    const kept = await watch.memory.read();
    const before = kept?.state ?? UNSEEN;
    const seen = await look(watch, before);
    if (seen === undefined) return before;
    // Once the task is stopped, a second look no longer finds it running: the reason is that of the first.
    stoppedBecause = seen.stoppedBecause ?? stoppedBecause;
    const state = { ...seen, stoppedBecause };
    if (await watch.memory.write(state, kept?.version)) return state;
  }
}

/** Undefined while the feed was never started. */
async function look(
  watch: SourceWatch,
  before: SourceWatchState,
): Promise<SourceWatchState | undefined> {
  const { runner, task } = watch;
  const { checkpoint, status } = await task.describe();
  if (checkpoint === undefined) return undefined;
  const position = taskPosition(checkpoint);
  const [findings, capture] = [await runner.check(), await runner.readPositions(position ?? null)];
  const now = new Date(watch.now()).toISOString();
  const { gaps, tables } = findGaps(before.tables, { capture, position, now });
  const wrong = [...findings.filter(({ ok }) => !ok), ...positionFindings(position)];
  return {
    lookedAt: now,
    findings: wrong,
    gaps: [...(await openGaps(before, task)), ...gaps],
    retentionUsedPercent: retentionUsed(capture),
    stoppedBecause: status === 'running' ? await stopInFront(wrong, task) : null,
    tables,
  };
}

function positionFindings(position: string | undefined): CheckFinding[] {
  if (position !== undefined) return [];
  return [
    {
      kind: 'setup',
      subject: 'position of the task',
      ok: false,
      found: 'its recovery checkpoint shows no LSN',
      mend: 'Gaps are told only where a capture instance was made anew; compare with `tributary reconcile` after each stop of the task',
    },
  ];
}

async function openGaps(before: SourceWatchState, task: WatchedTask) {
  if (before.gaps.length === 0) return [];
  const loads = await task.finishedLoads();
  return before.gaps.filter((gap) => !healedBy(gap, loads));
}

async function stopInFront(findings: CheckFinding[], task: WatchedTask): Promise<string | null> {
  const uncarried = findings.filter(({ kind }) => kind === 'columns-not-carried');
  if (uncarried.length === 0) return null;
  await task.stop();
  return uncarried.map(({ subject, found }) => `${subject}: ${found}`).join('; ');
}

function retentionUsed({ retentionMinutes, tables }: Awaited<ReturnType<Runner['readPositions']>>) {
  if (retentionMinutes === null || retentionMinutes === 0) return null;
  const oldestSeconds = Math.max(0, ...tables.map(({ unreadSeconds }) => unreadSeconds ?? 0));
  return Math.round((oldestSeconds / (retentionMinutes * 60)) * 100);
}
