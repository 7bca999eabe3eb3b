import { tableName } from '../../wire/feed-table';
import { invoiceRows, type InvoiceRow, type SeedPlan } from '../seed/generate-invoices';
import { invokeRunner } from '../invoke-runner';
import type { RelationalTarget } from '../target';

export interface ChangesMade {
  updated: number;
  deleted: number;
  /** Rows of the payments table; 0 where the feed has none. */
  paid: number;
}

/** Of the seeded invoices every 25th is paid, and every 50th deleted. */
const UPDATE_EVERY = 25;
const DELETE_EVERY = 50;

/** Changes the seeded invoices as an application would: balances paid, invoices withdrawn. */
export async function changeInvoices(
  target: RelationalTarget,
  table: string,
  plan: SeedPlan,
): Promise<ChangesMade> {
  const rows = invoiceRows(plan, 0, plan.rows);
  const keyOf = (row: (typeof rows)[number]) => ({ invoice_id: row['invoice_id'] ?? null });
  const paid = rows.filter((_, at) => at % UPDATE_EVERY === 0);
  const updates = paid.map((row) => ({
    operation: 'update' as const,
    key: keyOf(row),
    values: { balance: '0' },
  }));
  const deletes = rows
    .filter((_, at) => at % DELETE_EVERY === 1)
    .map((row) => ({ operation: 'delete' as const, key: keyOf(row), values: {} }));
  await invokeRunner(target, { action: 'change-rows', table, changes: updates });
  await invokeRunner(target, { action: 'change-rows', table, changes: deletes });
  return {
    updated: updates.length,
    deleted: deletes.length,
    paid: await insertPayments(target, paid),
  };
}

const PAYMENTS = 'dbo.payments';

async function insertPayments(
  target: RelationalTarget,
  paid: readonly InvoiceRow[],
): Promise<number> {
  if (!target.feed.tables.some((table) => tableName(table) === PAYMENTS)) return 0;
  const rows = paid.map((row) => ({
    payment_id: row['invoice_id'] ?? null,
    invoice_id: row['invoice_id'] ?? null,
    customer_id: row['customer_id'] ?? null,
    paid_at: `${row['due_date'] ?? ''} 09:30:00.125`,
    amount: row['total_amount_due'] ?? null,
  }));
  const chunk = { run: 'demo-payments', chunk: 0, mode: 'single' as const, rows };
  await invokeRunner(target, { action: 'insert-chunk', table: PAYMENTS, ...chunk });
  return rows.length;
}
