/**
 * What the alerts know of each customer's invoices: DynamoDB, hash key `customer_id` (S), range key
 * `invoice_id` (S). Deleted invoices stay as marked items, so that an older change that comes again
 * cannot bring them back.
 */
export interface UsageHistoryItem {
  customer_id: string;
  invoice_id: string;
  /** `2022-04-15`; null where a delete tells none. */
  billing_date: string | null;
  monthly_kwh_use: string | null;
  /** Of the change that wrote the item; empty for a load, which orders before every change. */
  position: string;
  deleted: boolean;
  /** Its insert has been judged: alerts were planned and settled. */
  judged: boolean;
}

/** Contacts for direct SMS: hash key `customer_id` (S), attribute `phone` (S) in E.164 form. */
export const CONTACT_PHONE = 'phone';
