import { setTimeout as sleep } from 'node:timers/promises';
import { count } from '../progress';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import type { Screen } from '../screen';

const POLL_MILLISECONDS = 250;

/** Reconciles until source and lake agree, or the time is over; the last comparison stands. */
export async function awaitSettled(
  reconcile: () => Promise<TableReconciliation[]>,
  screen: Screen,
  wait: { what: string; seconds: number },
): Promise<TableReconciliation[]> {
  const deadline = Date.now() + wait.seconds * 1000;
  for (;;) {
    const tables = await reconcile();
    if (tables.every(({ exact }) => exact) || Date.now() > deadline) return tables;
    const arrived = tables.reduce((sum, table) => sum + table.lakeRows, 0);
    screen.status(`${wait.what} on their way: ${count(arrived)} in the lake`);
    await sleep(POLL_MILLISECONDS);
  }
}

/** How long it took until it happened, or until the deadline. */
export async function secondsUntil(
  happened: () => boolean | Promise<boolean>,
  wait: { since: () => number; deadline: number },
): Promise<number> {
  while (!(await happened()) && Date.now() < wait.deadline) await sleep(POLL_MILLISECONDS / 5);
  return wait.since();
}
