import { SqlError } from '../sql-error';
import type { LockMode } from '../storage/locks';
import type { Transaction } from '../storage/transaction';
import type { Frame } from './frame';
import { newEvaluation } from './new-binding';
import type { Plan, PlanResult } from './plan';
import { sqlMessage } from './sql-message';

/** Marks what `bind` throws as an error of names or types. */
export function bound<T>(frame: Frame, bind: () => T): T {
  try {
    return bind();
  } catch (error) {
    if (error instanceof SqlError) frame.bindingErrors.add(error);
    throw error;
  }
}

/** Binds, locks and runs one statement, and commits it if no transaction was begun. */
export async function runPlan(frame: Frame, makePlan: () => Plan): Promise<void> {
  const { session } = frame;
  const first = bound(frame, makePlan);
  if (session.formatOnly) {
    tellColumns(frame, first);
    return;
  }
  if (first.writes.length > 0 && session.isDoomed) throw sqlMessage(3930);
  await session.inStatement(async (transaction) => {
    const { plan, release } = await lockPlan(frame, { transaction, makePlan, first });
    const result = plan.run(newEvaluation(frame), transaction);
    release();
    return () => finish(frame, plan, result);
  });
  session.state.lastError = 0;
}

/** What SET FMTONLY ON leaves of a statement: bulk loaders ask so for a table's columns. */
function tellColumns({ sink }: Frame, plan: Plan): void {
  if (plan.columns !== undefined) sink.columns(plan.columns);
  sink.done(plan.columns === undefined ? undefined : 0);
}

async function finish({ session, sink }: Frame, plan: Plan, result: PlanResult): Promise<void> {
  if (plan.columns !== undefined) {
    sink.columns(plan.columns);
    for (const row of result.rows ?? []) {
      sink.row(row);
      const drained = sink.drained?.();
      if (drained !== undefined) await drained;
    }
  }
  session.state.rowCount = result.rowCount ?? result.counted ?? 0;
  sink.done(session.noCount ? undefined : result.rowCount);
}

interface Locking {
  transaction: Transaction;
  makePlan: () => Plan;
  first: Plan;
}

/** After a wait the statement is bound again: definitions may have changed meanwhile. */
async function lockPlan(frame: Frame, { transaction, makePlan, first }: Locking) {
  const { session } = frame;
  const brief: object[] = [];
  for (let plan = first; ; plan = bound(frame, makePlan)) {
    let waited = false;
    for (const [resource, mode] of wantedLocks(plan, session.isolation)) {
      if (
        !session.holdsReads &&
        mode === 'shared' &&
        !session.engine.store.locks.isHeld(transaction, resource)
      ) {
        brief.push(resource);
      }
      const wait = session.acquire(transaction, resource, { mode, signal: frame.signal });
      if (wait === undefined) continue;
      waited = true;
      await wait;
    }
    if (!waited) return { plan, release: () => session.releaseBrief(transaction, brief) };
  }
}

function wantedLocks(plan: Plan, isolation: string): Map<object, LockMode> {
  const wanted = new Map<object, LockMode>();
  for (const [table, mode] of plan.reads) {
    if (mode === 'none' || (mode === 'shared' && isolation === 'READ UNCOMMITTED')) continue;
    wanted.set(table, mode);
  }
  for (const resource of plan.writes) wanted.set(resource, 'exclusive');
  return wanted;
}
