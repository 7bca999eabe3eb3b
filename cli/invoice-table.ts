import { tableName } from '../wire/feed-table';
import type { RelationalTarget } from './target';
import { UserError } from './user-error';

const INVOICE_COLUMNS = ['invoice_id', 'customer_id', 'billing_date', 'monthly_kwh_use'];

/** The feed's table of invoices, as `schema.table`: the one with an invoice's columns. */
export function invoiceTable(target: RelationalTarget): string {
  const table = target.feed.tables.find(({ columns }) =>
    INVOICE_COLUMNS.every((name) => name in columns),
  );
  if (table !== undefined) return tableName(table);
  throw new UserError(
    `Feed ${target.feed.feed} has no table of invoices (${INVOICE_COLUMNS.join(', ')}).`,
  );
}
