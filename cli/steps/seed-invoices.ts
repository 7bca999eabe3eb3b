import { invoiceRows, type SeedPlan } from '../seed/generate-invoices';
import { invokeRunner } from '../invoke-runner';
import { progressText } from '../progress';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';

/** Rows a call: far below the 6 MB that a Lambda call takes. */
const ROWS_PER_CHUNK = { bulk: 5000, single: 200 };

export interface SeedResult {
  inserted: number;
  /** Rows of chunks that an earlier run of the same seed had inserted. */
  alreadyThere: number;
  seconds: number;
}

/** Inserts the plan's invoices chunk by chunk. Repeating it inserts nothing twice. */
export async function seedInvoices(
  target: RelationalTarget,
  screen: Screen,
  options: { plan: SeedPlan; table: string; mode: 'bulk' | 'single' },
): Promise<SeedResult> {
  const { plan, table, mode } = options;
  const run = `seed-${String(plan.seed)}-${String(plan.rows)}-${String(plan.highUsage)}`;
  const startedAt = Date.now();
  const seconds = () => (Date.now() - startedAt) / 1000;
  const result = { inserted: 0, alreadyThere: 0 };
  for (let from = 0, chunk = 0; from < plan.rows; from += ROWS_PER_CHUNK[mode], chunk += 1) {
    const rows = invoiceRows(plan, from, Math.min(plan.rows, from + ROWS_PER_CHUNK[mode]));
    const answer = await invokeRunner(target, {
      action: 'insert-chunk',
      run,
      chunk,
      table,
      mode,
      rows,
    });
    if (answer.alreadyInserted) result.alreadyThere += rows.length;
    else result.inserted += answer.inserted;
    const done = from + rows.length;
    screen.status(
      progressText({ done, total: plan.rows, unit: 'rows', elapsedSeconds: seconds() }),
    );
  }
  screen.settle();
  return { ...result, seconds: seconds() };
}
