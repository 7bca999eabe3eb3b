import { judgeUsage } from '../../consumers/billing-alerts/judge-usage';
import { readInvoice } from '../../consumers/billing-alerts/read-invoice';
import { decodeDmsRecord } from '../../wire/dms-record';

const RULE = { usageFactor: 1.5, usageThresholdKwh: 400 };

/** What both ways say of a record: enough to compare them, and to keep the work from being left out. */
export interface Decision {
  invoiceId: string;
  amount: string;
  aboveNormal: boolean;
}

export type Decide = (data: string) => Decision;

/** Ours: the record checked, every number exact, and the judgement of the alert consumer. */
export function tributary(data: string): Decision {
  const decoded = decodeDmsRecord(Buffer.from(data, 'base64'));
  if (decoded.kind !== 'change') throw new Error('Expected a change');
  const invoice = readInvoice(decoded);
  return {
    invoiceId: invoice.invoiceId,
    amount: invoice.totalAmountDue ?? '',
    aboveNormal: judgeUsage(invoice, [], RULE).aboveNormal,
  };
}

/** The least that a consumer can do: doubles for numbers, nothing checked. */
export function plain(data: string): Decision {
  const { data: row } = JSON.parse(Buffer.from(data, 'base64').toString()) as {
    data: { invoice_id: number; total_amount_due: number; monthly_kwh_use: number };
  };
  return {
    invoiceId: String(row.invoice_id),
    amount: String(row.total_amount_due),
    aboveNormal: row.monthly_kwh_use > RULE.usageThresholdKwh,
  };
}
