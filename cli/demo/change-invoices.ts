import { invoiceRows, type SeedPlan } from '../seed/generate-invoices';
import { invokeRunner } from '../invoke-runner';
import type { Target } from '../resolve-target';

export interface ChangesMade {
  updated: number;
  deleted: number;
}

/** Of the seeded invoices every 25th is paid in part, and every 50th deleted. */
const UPDATE_EVERY = 25;
const DELETE_EVERY = 50;

/** Changes the seeded invoices as an application would: balances paid, invoices withdrawn. */
export async function changeInvoices(
  target: Target,
  table: string,
  plan: SeedPlan,
): Promise<ChangesMade> {
  const rows = invoiceRows(plan, 0, plan.rows);
  const keyOf = (row: (typeof rows)[number]) => ({ invoice_id: row['invoice_id'] ?? null });
  const updates = rows
    .filter((_, at) => at % UPDATE_EVERY === 0)
    .map((row) => ({ operation: 'update' as const, key: keyOf(row), values: { balance: '0' } }));
  const deletes = rows
    .filter((_, at) => at % DELETE_EVERY === 1)
    .map((row) => ({ operation: 'delete' as const, key: keyOf(row), values: {} }));
  await invokeRunner(target, { action: 'change-rows', table, changes: updates });
  await invokeRunner(target, { action: 'change-rows', table, changes: deletes });
  return { updated: updates.length, deleted: deletes.length };
}
