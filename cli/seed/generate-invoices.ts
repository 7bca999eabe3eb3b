import { draw } from './draw';

/** An invoice as text, by column name, as the database runner takes it. */
export type InvoiceRow = Record<string, string | null>;

export interface SeedPlan {
  rows: number;
  /** The same seed gives the same invoices. */
  seed: number;
  /** How many invoices are planted far above their customer's normal usage. */
  highUsage: number;
}

/** Invoices of one customer, one a month. The last one may be planted high: it has history to be judged by. */
const INVOICES_PER_CUSTOMER = 10;
/** Earlier invoices that a judgement by the customer's own normal takes at least. */
const HISTORY_MIN = 3;
const FIRST_BILLING_MONTH = { year: 2023, month: 1 };
const CENTS_PER_KWH = 50;
const HIGH_USAGE_FACTOR = 4;
/** Low enough that no usual invoice passes the default threshold for customers without a history. */
const NORMAL_KWH = { min: 15, max: 45 };
/** Ids of different seeds do not meet, and stay within INT. */
const IDS_PER_SEED = 1_000_000;
const SEEDS = 2000;

/** The most invoices that can be planted high in so many rows: one for each customer with a history. */
export function highUsageMax(rows: number): number {
  const lastCustomer = rows % INVOICES_PER_CUSTOMER;
  return Math.floor(rows / INVOICES_PER_CUSTOMER) + (lastCustomer > HISTORY_MIN ? 1 : 0);
}

/** Rows `from` to `to` (exclusive) of the seed, without making the ones before them. */
export function invoiceRows(plan: SeedPlan, from: number, to: number): InvoiceRow[] {
  return Array.from({ length: to - from }, (_, offset) => invoiceRow(plan, from + offset));
}

function invoiceRow(plan: SeedPlan, index: number): InvoiceRow {
  const customer = Math.floor(index / INVOICES_PER_CUSTOMER);
  const month = index % INVOICES_PER_CUSTOMER;
  const base = (plan.seed % SEEDS) * IDS_PER_SEED + IDS_PER_SEED;
  const normal = NORMAL_KWH.min + draw(plan.seed, customer, 0) * (NORMAL_KWH.max - NORMAL_KWH.min);
  const usual = normal * (0.85 + 0.3 * draw(plan.seed, customer, month + 1));
  const usage = Math.round(isPlanted(plan, index) ? normal * HIGH_USAGE_FACTOR : usual);
  const billed = monthDay(month, 15);
  return {
    invoice_id: String(base + index),
    customer_id: String(base + customer),
    billing_date: billed,
    due_date: monthDay(month, 27 + Math.floor(draw(plan.seed, index, 99) * 2)),
    balance:
      draw(plan.seed, index, 98) < 0.2 ? String(Math.round(draw(plan.seed, index, 97) * 90)) : null,
    monthly_kwh_use: String(usage),
    total_amount_due: ((usage * CENTS_PER_KWH) / 100).toFixed(2).replace(/\.?0+$/, ''),
  };
}

/** The last invoice of each of the first `highUsage` customers that have enough history. */
export function isPlanted(plan: SeedPlan, index: number): boolean {
  const customer = Math.floor(index / INVOICES_PER_CUSTOMER);
  const last = Math.min((customer + 1) * INVOICES_PER_CUSTOMER, plan.rows) - 1;
  return customer < plan.highUsage && index === last;
}

function monthDay(month: number, day: number): string {
  const date = new Date(
    Date.UTC(FIRST_BILLING_MONTH.year, FIRST_BILLING_MONTH.month - 1 + month, day),
  );
  return date.toISOString().slice(0, 10);
}
