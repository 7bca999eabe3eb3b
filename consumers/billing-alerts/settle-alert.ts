import { alertKey } from '../../wire/alert-ledger';
import type { AlertLedgerItem } from '../../wire/alert-ledger';
import type { AlertMessage } from './compose-message';
import type { Brake, BrakeAnswer } from './ports/brake';
import type { Ledger } from './ports/ledger';
import type { Publisher } from './ports/topic';
import { TransientError } from './transient-error';

export interface LedgerRules {
  leaseSeconds: number;
  ledgerRetentionDays: number;
  inDoubt: 'hold' | 'send-again';
}

export interface Settlement {
  ledger: Ledger;
  publisher: Publisher;
  brake: Brake;
  rules: LedgerRules;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface AlertToSettle {
  message: AlertMessage;
  invoiceId: string;
  position: string;
  /** JSON of the whole plan, kept on the `bill-ready` item. */
  plan?: string;
}

/** `known`: settled before, by an earlier try or another copy of the change. */
export type Settled = 'sent' | 'held' | 'in-doubt' | 'not-alerted' | 'known';

/**
 * Brings one alert to an end: claims it for the time of a lease, sends it, marks it sent. Whoever finds
 * a claim whose lease has expired cannot know whether the message went out, since SNS itself has no
 * way to tell: the alert is in doubt, and the setting alone decides. The brake is asked before the claim, so
 * that nothing stands between claim and send; who gets no claim gives its place in the hour back. Throws
 * `TransientError` where it is to be tried again.
 */
export async function settleAlert(alert: AlertToSettle, settlement: Settlement): Promise<Settled> {
  return settleKnown(alert, await settlement.ledger.find(keyOf(alert)), settlement);
}

/** `settleAlert` of what was just looked up: `known` is what the ledger has of it. */
export async function settleKnown(
  alert: AlertToSettle,
  known: AlertLedgerItem | undefined,
  settlement: Settlement,
): Promise<Settled> {
  const { ledger, brake } = settlement;
  const { message } = alert;
  const item = claimOf(alert, settlement);
  if (known?.state === 'claimed') return settleClaimed({ known, item, message }, settlement);
  if (known !== undefined) return 'known';
  const answer = await askBrake(item, settlement);
  if ('held' in answer) {
    if (await ledger.list(heldItem(item, answer.held))) return 'held';
  } else {
    const { hour } = answer;
    if (await ledger.claim(item)) return send({ item, message, hour }, settlement);
    await brake.notSent(hour);
  }
  throw new TransientError(`Alert ${item.alert} is settled by another meanwhile`);
}

async function settleClaimed(
  alert: { known: AlertLedgerItem; item: AlertLedgerItem; message: AlertMessage },
  settlement: Settlement,
): Promise<Settled> {
  const { known, item, message } = alert;
  const lease = known.lease_until ?? '';
  if (lease > isoTime(settlement.now())) {
    throw new TransientError(`Alert ${known.alert} is claimed until ${lease}`);
  }
  if (settlement.rules.inDoubt === 'hold') {
    const reason = `Claimed until ${lease} and never marked: whether it was sent is not known`;
    await settlement.ledger.hold(known.alert, { state: 'in-doubt', reason, lease });
    return 'in-doubt';
  }
  const answer = await askBrake(item, settlement);
  if ('held' in answer) {
    await settlement.ledger.hold(known.alert, { state: 'held', reason: answer.held, lease });
    return 'held';
  }
  const again = { ...item, ...(known.plan === undefined ? {} : { plan: known.plan }) };
  if (!(await settlement.ledger.reclaim(again, lease))) {
    await settlement.brake.notSent(answer.hour);
    throw new TransientError(`Alert ${known.alert} was claimed by another meanwhile`);
  }
  return send({ item: again, message, hour: answer.hour }, settlement);
}

/** `hour`: that the brake has counted it in. */
async function send(
  { item, message, hour }: { item: AlertLedgerItem; message: AlertMessage; hour: string },
  { ledger, publisher, brake, rules, now }: Settlement,
): Promise<Settled> {
  const lease = item.lease_until ?? '';
  const outcome = await publisher.publish(message);
  switch (outcome.kind) {
    case 'sent':
      await ledger.markSent(item.alert, {
        lease,
        sentAt: isoTime(now()),
        messageId: outcome.messageId,
      });
      return 'sent';
    case 'refused':
      await ledger.hold(item.alert, { state: 'not-alerted', reason: outcome.reason, lease });
      return 'not-alerted';
    case 'rejected':
      // The claim first: without it nothing is in doubt, whatever becomes of the count.
      await ledger.release(item.alert, lease);
      await brake.notSent(hour);
      throw new TransientError(`Alert ${item.alert} was not sent: ${outcome.reason}`);
    case 'unknown':
      // Nobody will know more when the lease is over: what comes behind it need not wait.
      if (rules.inDoubt === 'hold') {
        await ledger.hold(item.alert, { state: 'in-doubt', reason: outcome.reason, lease });
        return 'in-doubt';
      }
      throw new TransientError(`Alert ${item.alert} may have been sent: ${outcome.reason}`);
  }
}

async function askBrake({ alert }: AlertLedgerItem, { brake }: Settlement): Promise<BrakeAnswer> {
  try {
    return await brake.ask();
  } catch (error) {
    throw new TransientError(`Alert ${alert} waits: the brake cannot be asked`, { cause: error });
  }
}

function keyOf({ message: { customerId, kind, period }, position }: AlertToSettle): string {
  return alertKey({ customerId, kind, period, position });
}

function claimOf(alert: AlertToSettle, { rules, now }: Settlement): AlertLedgerItem {
  const { message, position, invoiceId, plan } = alert;
  const { customerId, kind, period } = message;
  const claimedAt = now();
  return {
    alert: keyOf(alert),
    state: 'claimed',
    open: 'claimed',
    customer_id: customerId,
    kind,
    period,
    position,
    invoice_id: invoiceId,
    claimed_at: isoTime(claimedAt),
    lease_until: isoTime(claimedAt + rules.leaseSeconds * 1000),
    message: JSON.stringify(message),
    ...(plan === undefined ? {} : { plan }),
    expires_at: expiryOf(claimedAt, rules),
  };
}

/** Kept for an operator, without expiry. */
function heldItem(claim: AlertLedgerItem, reason: string): AlertLedgerItem {
  const held: AlertLedgerItem = { ...claim, state: 'held', open: 'held', reason };
  delete held.lease_until;
  delete held.expires_at;
  return held;
}

/** Seconds since 1970. */
export function expiryOf(claimedAt: number, { ledgerRetentionDays }: LedgerRules): number {
  return Math.floor(claimedAt / 1000) + ledgerRetentionDays * 86_400;
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
