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
 * again while the cause stands. A gap stays until a later load of its table is finished.
 */
export async function watchSource(watch: SourceWatch): Promise<SourceWatchState> {
  const { runner, memory, task } = watch;
  const kept = await memory.read();
  const before = kept?.state ?? UNSEEN;
  const { checkpoint, status } = await task.describe();
  if (checkpoint === undefined) return before;
  const position = taskPosition(checkpoint);
  const [findings, capture] = [await runner.check(), await runner.readPositions(position ?? null)];
  const now = new Date(watch.now()).toISOString();
  const { gaps, tables } = findGaps(before.tables, { capture, position, now });
  const wrong = [...findings.filter(({ ok }) => !ok), ...positionFindings(position)];
  const state: SourceWatchState = {
    lookedAt: now,
    findings: wrong,
    gaps: [...(await openGaps(before, task)), ...gaps],
    retentionUsedPercent: retentionUsed(capture),
    stoppedBecause: status === 'running' ? await stopInFront(wrong, task) : null,
    tables,
  };
  await memory.write(state, kept?.version);
  return state;
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
