import type { AlertsResponses, ReleaseOutcome } from '../../wire/alerts-request';
import { alertsRequest } from '../../wire/alerts-request';
import { releaseAlert } from './release-alert';
import { expiryOf } from './settle-alert';
import type { Settlement } from './settle-alert';

/** Alerts released at once. */
const RELEASES_AT_ONCE = 8;

/** Does what `wire/alerts-request` lists and nothing else. */
export async function answerOperator(
  event: unknown,
  settlement: Settlement,
): Promise<AlertsResponses[keyof AlertsResponses]> {
  const request = alertsRequest.parse(event);
  switch (request.action) {
    case 'hold':
      return { heldSince: await settlement.brake.hold(request.reason) };
    case 'resume':
      return { heldSince: (await settlement.brake.resume()) ?? null };
    case 'release':
      return { outcomes: await releaseAll(request.alerts, settlement) };
    case 'discard':
      return { discarded: await discardAll(request.alerts, settlement) };
  }
}

async function releaseAll(
  alerts: readonly string[],
  settlement: Settlement,
): Promise<AlertsResponses['release']['outcomes']> {
  const outcomes: Partial<Record<ReleaseOutcome, number>> = {};
  const waiting = [...alerts];
  const lane = async () => {
    for (let alert = waiting.shift(); alert !== undefined; alert = waiting.shift()) {
      const outcome = await releaseAlert(alert, settlement);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: RELEASES_AT_ONCE }, lane));
  return outcomes;
}

async function discardAll(
  alerts: readonly string[],
  { ledger, rules, now }: Settlement,
): Promise<number> {
  let discarded = 0;
  const end = { reason: 'Discarded by an operator', expiresAt: expiryOf(now(), rules) };
  for (const alert of alerts) if (await ledger.discardHeld(alert, end)) discarded += 1;
  return discarded;
}
