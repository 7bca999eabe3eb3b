import type { AlertKind } from '../../wire/alert-ledger';
import type { UsageJudgement } from './judge-usage';
import type { InvoiceChange } from './read-invoice';

/** An alert as it is sent: everything a person or a system is told. */
export interface AlertMessage {
  kind: AlertKind;
  customerId: string;
  /** Billing month, `2022-04`. */
  period: string;
  /** ASCII, below 100 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  subject: string;
  /** Plain text for a customer. */
  text: string;
  /** One sentence, for a phone. */
  shortText: string;
  /** For systems. */
  body: Record<string, string | number | null>;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2022-04` of `2022-04-15`. */
export function periodOf(billingDate: string): string {
  return billingDate.slice(0, 7);
}

export function composeBillReady(invoice: InvoiceChange, billingDate: string): AlertMessage {
  const month = monthName(billingDate);
  const subject = `Your bill for ${month} is ready`;
  const due = invoice.dueDate === null ? '' : `, due on ${dayName(invoice.dueDate)}`;
  const amount = invoice.totalAmountDue === null ? '' : `: ${invoice.totalAmountDue}`;
  return {
    ...about('bill-ready', invoice, billingDate),
    subject,
    text: letter(`your bill for ${month} is ready.`, [
      ['Amount due', invoice.totalAmountDue],
      ['Please pay by', invoice.dueDate === null ? null : dayName(invoice.dueDate)],
      ['Electricity used', kwh(invoice.monthlyKwhUse)],
      ['Invoice number', invoice.invoiceId],
    ]),
    shortText: `Your bill for ${month} is ready${amount}${due}. Invoice ${invoice.invoiceId}.`,
    body: { ...facts('bill-ready', invoice, billingDate), subject },
  };
}

export function composeUsageAboveNormal(
  invoice: InvoiceChange,
  billingDate: string,
  judgement: Extract<UsageJudgement, { aboveNormal: true }>,
): AlertMessage {
  const month = monthName(billingDate);
  const subject = `Your electricity usage in ${month} is above normal`;
  const normal = Math.round(judgement.normalKwh);
  const basis =
    judgement.invoices === 0
      ? ['Usual limit', `${normal} kWh`]
      : [`Your usual (mean of ${judgement.invoices} earlier bills)`, `${normal} kWh`];
  return {
    ...about('usage-above-normal', invoice, billingDate),
    subject,
    text: letter(`you used more electricity in ${month} than is normal.`, [
      ['Electricity used', kwh(invoice.monthlyKwhUse)],
      [basis[0] ?? '', basis[1] ?? null],
      ['Invoice number', invoice.invoiceId],
    ]),
    shortText: `Your usage in ${month} is above normal: ${invoice.monthlyKwhUse ?? ''} kWh, usually about ${normal} kWh.`,
    body: {
      ...facts('usage-above-normal', invoice, billingDate),
      subject,
      normal_kwh: judgement.normalKwh,
      normal_from_invoices: judgement.invoices,
    },
  };
}

function about(kind: AlertKind, invoice: InvoiceChange, billingDate: string) {
  return { kind, customerId: invoice.customerId, period: periodOf(billingDate) };
}

function facts(
  kind: AlertKind,
  invoice: InvoiceChange,
  billingDate: string,
): Record<string, string | number | null> {
  return {
    kind,
    customer_id: invoice.customerId,
    invoice_id: invoice.invoiceId,
    period: periodOf(billingDate),
    billing_date: billingDate,
    due_date: invoice.dueDate,
    total_amount_due: invoice.totalAmountDue,
    monthly_kwh_use: invoice.monthlyKwhUse,
    position: invoice.position,
  };
}

function letter(sentence: string, lines: [string, string | null][]): string {
  const details = lines
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value ?? ''}`);
  return ['Hello,', '', sentence, '', ...details, ''].join('\n');
}

function kwh(usage: string | null): string | null {
  return usage === null ? null : `${usage} kWh`;
}

/** `April 2022` */
function monthName(date: string): string {
  return `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

/** `30 April 2022` */
function dayName(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthName(date)}`;
}
