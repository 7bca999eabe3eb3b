import type { UsageHistoryItem } from '../../wire/usage-history';
import type { InvoiceChange } from './read-invoice';

export interface UsageRule {
  /** Usage above this multiple of the customer's own mean is above normal. */
  usageFactor: number;
  /** kWh a month, for customers with too little history. */
  usageThresholdKwh: number;
}

const INVOICES_MAX = 12;
const INVOICES_MIN = 3;

export type UsageJudgement =
  | { aboveNormal: false }
  /** `normalKwh` is the mean of the `invoices` earlier ones, or the fixed threshold when there are 0. */
  | { aboveNormal: true; normalKwh: number; invoices: number };

/**
 * Compares an invoice with its customer's own normal: the mean of up to twelve invoices before it (by
 * billing date, then invoice id), times the factor. With fewer than three a fixed threshold judges.
 * An invoice without a usage is never above normal.
 */
export function judgeUsage(
  invoice: Pick<InvoiceChange, 'invoiceId' | 'billingDate' | 'monthlyKwhUse'>,
  history: readonly UsageHistoryItem[],
  rule: UsageRule,
): UsageJudgement {
  if (invoice.monthlyKwhUse === null || invoice.billingDate === null) return { aboveNormal: false };
  const usage = Number(invoice.monthlyKwhUse);
  const earlier = earlierUsages(invoice.billingDate, invoice.invoiceId, history);
  if (earlier.length < INVOICES_MIN) {
    if (usage <= rule.usageThresholdKwh) return { aboveNormal: false };
    return { aboveNormal: true, normalKwh: rule.usageThresholdKwh, invoices: 0 };
  }
  const mean = earlier.reduce((sum, kwh) => sum + kwh, 0) / earlier.length;
  if (usage <= mean * rule.usageFactor) return { aboveNormal: false };
  return { aboveNormal: true, normalKwh: mean, invoices: earlier.length };
}

function earlierUsages(
  billingDate: string,
  invoiceId: string,
  history: readonly UsageHistoryItem[],
): number[] {
  return history
    .filter((item) => !item.deleted && item.monthly_kwh_use !== null)
    .filter((item) => isEarlier(item, billingDate, invoiceId))
    .sort((a, b) => (isEarlier(a, b.billing_date ?? '', b.invoice_id) ? 1 : -1))
    .slice(0, INVOICES_MAX)
    .map((item) => Number(item.monthly_kwh_use));
}

function isEarlier(item: UsageHistoryItem, billingDate: string, invoiceId: string): boolean {
  if (item.billing_date === null) return false;
  if (item.billing_date !== billingDate) return item.billing_date < billingDate;
  return BigInt(item.invoice_id) < BigInt(invoiceId);
}
