import { alertKey, type AlertKind, type AlertLedgerItem } from '../../wire/alert-ledger';
import type { UsageHistoryItem } from '../../wire/usage-history';
import { composeBillReady, periodOf } from './compose-message';
import type { AlertMessage } from './compose-message';
import type { UsageRule } from './judge-usage';
import { parsePlan, planAlerts } from './plan-alerts';
import type { TableLoad } from './ports/table-load';
import type { UsageHistory } from './ports/usage-history';
import type { InvoiceChange } from './read-invoice';
import { expiryOf, isoTime, settleAlert, settleKnown } from './settle-alert';
import type { Settled, Settlement } from './settle-alert';
import { TransientError } from './transient-error';

export interface AlertWork extends Settlement {
  history: UsageHistory;
  tableLoad: TableLoad;
  usageRule: UsageRule;
}

/** What became of one change: the alerts it settled, or `corrected` and `taught` history. */
export type ChangeOutcome = Settled | 'corrected' | 'taught';

/** DMS and its statistics round times differently; a reload within this time of the load counts as it. */
const LOAD_END_MARGIN_MILLISECONDS = 5000;
/** Stands for the position of an invoice that came by a load alone. */
const LOAD_POSITION = 'load';
const KINDS: readonly AlertKind[] = ['bill-ready', 'usage-above-normal'];

/**
 * Handles one change of the invoice table, to be called in source order for each customer. Calling it
 * again with the same change, or with an older one, sends nothing twice and spoils no history.
 */
export function handleInvoice(invoice: InvoiceChange, work: AlertWork): Promise<ChangeOutcome[]> {
  switch (invoice.operation) {
    case 'load':
      return teach(invoice, work);
    case 'insert':
      return alert(invoice, work);
    case 'update':
    case 'delete':
      return correct(invoice, work);
  }
}

/**
 * Plans once and settles what is planned. The plan lies in the ledger beside the first alert, so that a
 * retry after a correction of the history sends what was planned and nothing else. History is written
 * last: an insert that it knows as judged has been settled, even when the ledger has forgotten it.
 * A later change of the invoice says nothing of an earlier insert: PutRecords keeps no order after a partial
 * failure, so the later one may have come first.
 */
async function alert(invoice: InvoiceChange, work: AlertWork): Promise<ChangeOutcome[]> {
  if ((await work.tableLoad.firstFinishedAt()) === undefined) {
    throw new TransientError(
      `Invoice ${invoice.invoiceId} waits: the first full load of its table is not finished`,
    );
  }
  const first = await work.ledger.find(billReadyKey(invoice));
  const stored = first?.plan === undefined ? undefined : parsePlan(first.plan);
  const history = stored === undefined ? await work.history.ofCustomer(invoice.customerId) : [];
  const known = history.find((item) => item.invoice_id === invoice.invoiceId);
  if (known?.judged === true && isSettledBy(known, invoice, work)) return ['known'];
  if (known?.position === '' || known?.deleted === true)
    for (const kind of KINDS) await work.ledger.unlist(listingKey(invoice, kind));
  const plan = stored ?? planAlerts(invoice, history, work.usageRule);
  const outcomes = await settlePlan(invoice, { plan, first }, work);
  await work.history.record(historyItem(invoice, { judged: true }));
  return outcomes;
}

/** The ledger holds no alert of the insert: it has forgotten it, or there was none. */
function isSettledBy(
  { position }: UsageHistoryItem,
  invoice: InvoiceChange,
  { rules, now }: AlertWork,
): boolean {
  if (position <= invoice.position) return position === invoice.position;
  return expiryOf(Date.parse(invoice.timestamp), rules) * 1000 <= now();
}

/** Of the alert beside which the plan lies. */
function billReadyKey({ customerId, billingDate, position }: InvoiceChange): string {
  const period = periodOf(billingDate ?? '');
  return alertKey({ customerId, kind: 'bill-ready', period, position });
}

interface Planned {
  plan: [AlertMessage, ...AlertMessage[]];
  /** What the ledger has of the first of them. */
  first: AlertLedgerItem | undefined;
}

async function settlePlan(
  invoice: InvoiceChange,
  { plan, first }: Planned,
  work: AlertWork,
): Promise<Settled[]> {
  const { invoiceId, position } = invoice;
  const [billReady, ...others] = plan;
  const planText = JSON.stringify(plan);
  const settled = [
    await settleKnown({ message: billReady, invoiceId, position, plan: planText }, first, work),
  ];
  if (first?.plan === undefined && settled[0] === 'known') {
    throw new TransientError(`Invoice ${invoiceId} was planned by another meanwhile`);
  }
  for (const message of others) {
    settled.push(await settleAlert({ message, invoiceId, position }, work));
  }
  return settled;
}

async function correct(invoice: InvoiceChange, work: AlertWork): Promise<ChangeOutcome[]> {
  if (invoice.formerCustomerId !== null) {
    const former = { ...invoice, customerId: invoice.formerCustomerId };
    await work.history.record({ ...historyItem(former), deleted: true });
  }
  await work.history.record(historyItem(invoice));
  return ['corrected'];
}

/**
 * A load pages nobody. After the first one an invoice that nobody knew, or that was deleted before, came past
 * the stream of changes: it is listed for an operator, before it is taught, so that a crash between the two
 * loses nothing. One that was deleted and inserted again past the stream looks like one that was changed: it
 * is not listed. Neither is a batch that comes again told from a new load: an invoice deleted in it is listed.
 */
async function teach(invoice: InvoiceChange, work: AlertWork): Promise<ChangeOutcome[]> {
  const isReload = isAfterFirstLoad(invoice, await work.tableLoad.firstFinishedAt());
  const isListed = isReload && !(await work.history.has(invoice.customerId, invoice.invoiceId));
  if (isListed) await listNotAlerted(invoice, work);
  await work.history.teach(historyItem(invoice));
  return isListed ? ['not-alerted'] : ['taught'];
}

function isAfterFirstLoad(invoice: InvoiceChange, finishedAt: string | undefined): boolean {
  if (finishedAt === undefined) return false;
  return Date.parse(invoice.timestamp) > Date.parse(finishedAt) + LOAD_END_MARGIN_MILLISECONDS;
}

/** Lists what its insert would have had sent. */
async function listNotAlerted(invoice: InvoiceChange, work: AlertWork): Promise<void> {
  const { billingDate, customerId } = invoice;
  const messages =
    billingDate === null
      ? [composeBillReady(invoice, '')]
      : planAlerts(invoice, await work.history.ofCustomer(customerId), work.usageRule);
  for (const message of messages) {
    await work.ledger.list({
      alert: listingKey(invoice, message.kind),
      state: 'not-alerted',
      open: 'not-alerted',
      customer_id: customerId,
      kind: message.kind,
      period: message.period,
      position: LOAD_POSITION,
      invoice_id: invoice.invoiceId,
      claimed_at: isoTime(work.now()),
      reason: 'The invoice came by a reload or a repair of the table, not as an insert',
      message: JSON.stringify(message),
    });
  }
}

/** One invoice, one listing of a kind: the customer may have several invoices in a period. */
function listingKey(invoice: InvoiceChange, kind: AlertKind): string {
  const { customerId, invoiceId } = invoice;
  const period = periodOf(invoice.billingDate ?? '');
  const position = `${LOAD_POSITION}-${invoiceId}`;
  return alertKey({ customerId, kind, period, position });
}

function historyItem(invoice: InvoiceChange, { judged } = { judged: false }): UsageHistoryItem {
  return {
    customer_id: invoice.customerId,
    invoice_id: invoice.invoiceId,
    billing_date: invoice.billingDate,
    monthly_kwh_use: invoice.monthlyKwhUse,
    position: invoice.position,
    deleted: invoice.operation === 'delete',
    judged,
  };
}
