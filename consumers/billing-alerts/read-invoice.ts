import { canonicalDate } from '../../wire/canonical-time';
import { canonicalDecimal } from '../../wire/canonical-decimal';
import type { DmsChange, DmsOperation } from '../../wire/dms-record';

/** A change of the invoice table, checked. Numbers and dates as canonical text. */
export interface InvoiceChange {
  operation: DmsOperation;
  customerId: string;
  invoiceId: string;
  /** Null only on a delete, which may tell the key alone. */
  billingDate: string | null;
  dueDate: string | null;
  monthlyKwhUse: string | null;
  totalAmountDue: string | null;
  balance: string | null;
  /** Empty for a load, which orders before every change. */
  position: string;
  /** When DMS built the message. */
  timestamp: string;
  /** Set where an update moved the invoice from another customer. */
  formerCustomerId: string | null;
}

/** The record names no invoice that could be handled; a retry would not mend it. */
export class MalformedInvoiceError extends Error {}

/** Throws `MalformedInvoiceError` with the column and what it holds. */
export function readInvoice(change: DmsChange): InvoiceChange {
  const row = lowerCaseColumns(change.row);
  const customerId = integer(row, 'customer_id', change) ?? missing('customer_id', change);
  const former =
    change.before === null ? null : (lowerCaseColumns(change.before).get('customer_id') ?? null);
  const billingDate = date(row, 'billing_date', change);
  if (billingDate === null && change.operation !== 'delete') missing('billing_date', change);
  return {
    operation: change.operation,
    customerId,
    invoiceId: integer(row, 'invoice_id', change) ?? missing('invoice_id', change),
    billingDate,
    dueDate: date(row, 'due_date', change),
    monthlyKwhUse: integer(row, 'monthly_kwh_use', change),
    totalAmountDue: row.get('total_amount_due') ?? null,
    balance: row.get('balance') ?? null,
    position: change.position ?? '',
    timestamp: change.timestamp,
    formerCustomerId: former === null || former === customerId ? null : former,
  };
}

type Row = ReadonlyMap<string, string | null>;

function lowerCaseColumns(row: Record<string, string | null>): Row {
  const columns = new Map<string, string | null>();
  for (const name of Object.keys(row)) columns.set(name.toLowerCase(), row[name] ?? null);
  return columns;
}

function integer(row: Row, column: string, change: DmsChange): string | null {
  const text = row.get(column) ?? null;
  if (text === null) return null;
  const number = canonicalDecimal(text);
  if (number === undefined || number.includes('.'))
    throw unfit({ column, expected: 'a whole number', text }, change);
  return number;
}

function date(row: Row, column: string, change: DmsChange): string | null {
  const text = row.get(column) ?? null;
  return text === null
    ? null
    : (canonicalDate(text) ?? fail(unfit({ column, expected: 'a date', text }, change)));
}

function missing(column: string, change: DmsChange): never {
  throw new MalformedInvoiceError(
    `The ${change.operation} on ${change.schema}.${change.table} has no ${column}`,
  );
}

function fail(error: Error): never {
  throw error;
}

function unfit(
  value: { column: string; expected: string; text: string },
  change: DmsChange,
): Error {
  const { column, expected, text } = value;
  const what = `${column} of the ${change.operation} on ${change.schema}.${change.table}`;
  return new MalformedInvoiceError(
    `Expected ${what} to be ${expected}, got ${JSON.stringify(text.slice(0, 100))}`,
  );
}
