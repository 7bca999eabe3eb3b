import type { AlertMessage } from '../../consumers/billing-alerts/compose-message';
import { createHandler } from '../../consumers/billing-alerts/create-handler';
import type { RecordOutcome } from '../../consumers/billing-alerts/handle-batch';
import type { KinesisEvent } from '../../consumers/billing-alerts/kinesis-event';
import type { Brake } from '../../consumers/billing-alerts/ports/brake';
import type { Ledger } from '../../consumers/billing-alerts/ports/ledger';
import type { PublishOutcome } from '../../consumers/billing-alerts/ports/topic';
import type { UsageHistory } from '../../consumers/billing-alerts/ports/usage-history';
import type { AlertLedgerItem } from '../../wire/alert-ledger';
import type { AlertsRequest } from '../../wire/alerts-request';
import type { QuarantinedRecord } from '../../wire/quarantined-record';
import type { UsageHistoryItem } from '../../wire/usage-history';

/** A call that dies: `before` it took effect, or `after`. */
export type Crash = 'before' | 'after' | undefined;

/** Everything around the alerts in memory; `crash` is asked before each call of a port. */
export class AlertWorld {
  now = Date.parse('2026-11-21T12:00:00.000Z');
  inDoubt: 'hold' | 'send-again' = 'hold';
  firstLoadFinishedAt: string | undefined = '2026-11-21T10:00:00.000Z';
  publishOutcome: (message: AlertMessage) => PublishOutcome | undefined = () => undefined;
  perHourMax = Number.POSITIVE_INFINITY;
  operatorHolds = false;
  /** Alerts counted by the brake, by hour. */
  readonly counted = new Map<string, number>();
  crash: (port: string) => Crash = () => undefined;
  readonly sent: AlertMessage[] = [];
  readonly items = new Map<string, AlertLedgerItem>();
  readonly invoices = new Map<string, UsageHistoryItem>();
  readonly quarantined: QuarantinedRecord[] = [];
  readonly outcomes: RecordOutcome[] = [];

  readonly handler = (event: KinesisEvent) => this.create()(event);
  /** What an operator asks of the function. */
  readonly ask = (request: AlertsRequest) => this.create()(request as unknown);

  private create() {
    return createHandler({
      feed: 'billing',
      invoiceTable: 'dbo.invoices',
      ledger: this.ledger(),
      history: this.history(),
      publisher: { publish: (message) => this.call('publish', () => this.publish(message)) },
      brake: this.brake(),
      quarantine: {
        put: (record) => this.call('quarantine', () => void this.quarantined.push(record)),
      },
      tableLoad: { firstFinishedAt: () => this.call('load', () => this.firstLoadFinishedAt) },
      usageRule: { usageFactor: 1.5, usageThresholdKwh: 100 },
      rules: { leaseSeconds: 60, ledgerRetentionDays: 30, inDoubt: this.inDoubt },
      now: () => this.now,
      report: {
        quarantined: () => undefined,
        retried: () => undefined,
        batchDone: (counts) => {
          for (const [outcome, count] of counts) {
            this.outcomes.push(...Array.from({ length: count }, () => outcome));
          }
        },
      },
    });
  }

  private async call<T>(port: string, work: () => T): Promise<T> {
    await Promise.resolve();
    const crash = this.crash(port);
    if (crash === 'before') throw new Error(`${port} died before`);
    const result = work();
    if (crash === 'after') throw new Error(`${port} died after`);
    return result;
  }

  private publish(message: AlertMessage): PublishOutcome {
    const outcome = this.publishOutcome(message);
    if (outcome !== undefined) return outcome;
    this.sent.push(message);
    return { kind: 'sent', messageId: `m-${this.sent.length}` };
  }

  private ledger(): Ledger {
    const { items } = this;
    const put = (item: AlertLedgerItem, isAllowed: boolean) => {
      if (isAllowed) items.set(item.alert, { ...item });
      return isAllowed;
    };
    const claimedWith = (alert: string, lease: string) => {
      const item = items.get(alert);
      return item?.state === 'claimed' && item.lease_until === lease ? item : undefined;
    };
    return {
      find: (alert) => this.call('find', () => items.get(alert)),
      claim: (item) => this.call('claim', () => put(item, !items.has(item.alert))),
      reclaim: (item, lease) =>
        this.call('reclaim', () => put(item, claimedWith(item.alert, lease) !== undefined)),
      release: (alert, lease) =>
        this.call('release', () => {
          if (claimedWith(alert, lease) !== undefined) items.delete(alert);
        }),
      markSent: (alert, { sentAt, messageId }) =>
        this.call('markSent', () => {
          const item = items.get(alert)!;
          delete item.open;
          delete item.lease_until;
          Object.assign(item, { state: 'sent', sent_at: sentAt, message_id: messageId });
        }),
      hold: (alert, { state, reason, lease }) =>
        this.call('hold', () => {
          const item = claimedWith(alert, lease);
          if (item === undefined) return;
          delete item.lease_until;
          delete item.expires_at;
          Object.assign(item, { state, open: state, reason });
        }),
      claimHeld: (alert, { lease, expiresAt }) =>
        this.call('claimHeld', () => {
          const item = items.get(alert);
          if (item?.state !== 'held') return false;
          const claim = { state: 'claimed', open: 'claimed', lease_until: lease } as const;
          Object.assign(item, claim, { expires_at: expiresAt });
          return true;
        }),
      discardHeld: (alert, { reason, expiresAt }) =>
        this.call('discardHeld', () => {
          const item = items.get(alert);
          if (item?.state !== 'held') return false;
          delete item.open;
          Object.assign(item, { state: 'not-alerted', reason, expires_at: expiresAt });
          return true;
        }),
      list: (item) => this.call('list', () => put(item, !items.has(item.alert))),
      unlist: (alert) => this.call('unlist', () => void items.delete(alert)),
      firstLoadFinishedAt: () => Promise.resolve(this.firstLoadFinishedAt),
      rememberFirstLoad: (_table, finishedAt) => Promise.resolve(finishedAt),
    };
  }

  private brake(): Brake {
    return {
      ask: () =>
        this.call('brake', () => {
          if (this.operatorHolds) return { held: 'An operator holds all alerts' };
          const hour = new Date(this.now).toISOString().slice(0, 13);
          const count = this.counted.get(hour) ?? 0;
          if (count >= this.perHourMax) return { held: `More than ${this.perHourMax} in ${hour}` };
          this.counted.set(hour, count + 1);
          return { hour };
        }),
      notSent: (hour) =>
        this.call('notSent', () => void this.counted.set(hour, this.counted.get(hour)! - 1)),
      hold: () => this.call('holdAll', () => ((this.operatorHolds = true), 'now')),
      resume: () => this.call('resume', () => ((this.operatorHolds = false), 'now')),
    };
  }

  private history(): UsageHistory {
    const { invoices } = this;
    const key = (customer: string, invoice: string) => `${customer}/${invoice}`;
    return {
      ofCustomer: (customer) =>
        this.call('ofCustomer', () =>
          [...invoices.values()].filter((item) => item.customer_id === customer),
        ),
      has: (customer, invoice) =>
        this.call('has', () => invoices.get(key(customer, invoice))?.deleted === false),
      record: (item) =>
        this.call('record', () => {
          const at = key(item.customer_id, item.invoice_id);
          const old = invoices.get(at);
          const judged = item.judged || old?.judged === true;
          const isNewer = old === undefined || old.position < item.position;
          invoices.set(at, { ...(isNewer ? item : old), judged });
        }),
      teach: (item) =>
        this.call('teach', () => {
          const at = key(item.customer_id, item.invoice_id);
          const old = invoices.get(at);
          if (old === undefined || old.position === '') invoices.set(at, item);
        }),
    };
  }
}
