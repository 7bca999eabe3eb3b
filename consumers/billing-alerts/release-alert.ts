import type { ReleaseOutcome } from '../../wire/alerts-request';
import { parseMessage } from './plan-alerts';
import { expiryOf, isoTime } from './settle-alert';
import type { Settlement } from './settle-alert';

/**
 * Sends a held alert on an operator's word: claims it for the time of a lease, sends it, marks it sent. Of
 * several who release it one has the claim. A crash leaves the claim, which is in doubt once its lease
 * has expired, since nobody comes back to it as a stream does.
 */
export async function releaseAlert(
  alert: string,
  { ledger, publisher, rules, now }: Omit<Settlement, 'brake'>,
): Promise<ReleaseOutcome> {
  const item = await ledger.find(alert);
  if (item?.state !== 'held') return 'not-held';
  const claimedAt = now();
  const lease = isoTime(claimedAt + rules.leaseSeconds * 1000);
  const expiresAt = expiryOf(claimedAt, rules);
  if (!(await ledger.claimHeld(alert, { lease, expiresAt }))) return 'not-held';
  const outcome = await publisher.publish(parseMessage(item.message));
  switch (outcome.kind) {
    case 'sent': {
      const { messageId } = outcome;
      await ledger.markSent(alert, { lease, sentAt: isoTime(now()), messageId });
      return 'sent';
    }
    case 'refused':
      await ledger.hold(alert, { state: 'not-alerted', reason: outcome.reason, lease });
      return 'not-alerted';
    case 'rejected':
      await ledger.hold(alert, { state: 'held', reason: outcome.reason, lease });
      return 'held';
    case 'unknown':
      await ledger.hold(alert, { state: 'in-doubt', reason: outcome.reason, lease });
      return 'in-doubt';
  }
}
