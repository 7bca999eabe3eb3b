import * as z from 'zod/mini';
import type { UsageHistoryItem } from '../../wire/usage-history';
import { composeBillReady, composeUsageAboveNormal } from './compose-message';
import type { AlertMessage } from './compose-message';
import { judgeUsage } from './judge-usage';
import type { UsageRule } from './judge-usage';
import type { InvoiceChange } from './read-invoice';

/** The alerts of an inserted invoice, `bill-ready` first. */
export function planAlerts(
  invoice: InvoiceChange,
  history: readonly UsageHistoryItem[],
  rule: UsageRule,
): [AlertMessage, ...AlertMessage[]] {
  const { billingDate } = invoice;
  if (billingDate === null) throw new Error(`Invoice ${invoice.invoiceId} has no billing date`);
  const billReady = composeBillReady(invoice, billingDate);
  const judgement = judgeUsage(invoice, history, rule);
  if (!judgement.aboveNormal) return [billReady];
  return [billReady, composeUsageAboveNormal(invoice, billingDate, judgement)];
}

const message: z.ZodMiniType<AlertMessage> = z.strictObject({
  kind: z.enum(['bill-ready', 'usage-above-normal']),
  customerId: z.string(),
  period: z.string(),
  subject: z.string(),
  text: z.string(),
  shortText: z.string(),
  body: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
const plan = z.tuple([message], message);

/** Reads a plan back from the ledger. */
export function parsePlan(text: string): [AlertMessage, ...AlertMessage[]] {
  return plan.parse(JSON.parse(text));
}

/** Reads the message of a ledger item back. */
export function parseMessage(text: string): AlertMessage {
  return message.parse(JSON.parse(text));
}
