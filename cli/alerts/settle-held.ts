import { ALERTS_A_REQUEST, type ReleaseOutcome } from '../../wire/alerts-request';
import { count } from '../progress';
import type { Screen } from '../screen';
import type { RelationalTarget } from '../target';
import { askAlerts } from './ask-alerts';
import { alertsInState, type OpenAlert } from './list-open-alerts';

/** Which held alerts; several conditions must all hold, none means every one. */
export interface HeldFilter {
  customer?: string;
  kind?: string;
  month?: string;
}

export async function heldAlerts(
  target: RelationalTarget,
  filter: HeldFilter,
): Promise<OpenAlert[]> {
  const held = await alertsInState(target, 'held', Date.now());
  return held.filter((alert) => matches(alert, filter));
}

export function matches(alert: OpenAlert, { customer, kind, month }: HeldFilter): boolean {
  return (
    (customer === undefined || alert.customerId === customer) &&
    (kind === undefined || alert.kind === kind) &&
    (month === undefined || alert.period === month)
  );
}

/** Sends the alerts, oldest first; safe to be interrupted and repeated. Returns how each ended. */
export async function releaseHeld(
  target: RelationalTarget,
  alerts: readonly OpenAlert[],
  screen: Screen,
): Promise<Partial<Record<ReleaseOutcome, number>>> {
  const total: Partial<Record<ReleaseOutcome, number>> = {};
  for (const [done, keys] of chunks(alerts)) {
    const { outcomes } = await askAlerts(target, { action: 'release', alerts: keys });
    for (const [outcome, number] of Object.entries(outcomes)) {
      const name = outcome as ReleaseOutcome;
      total[name] = (total[name] ?? 0) + number;
    }
    screen.status(`released ${count(done)} of ${count(alerts.length)}`);
  }
  return total;
}

export async function discardHeld(
  target: RelationalTarget,
  alerts: readonly OpenAlert[],
): Promise<number> {
  let total = 0;
  for (const [, keys] of chunks(alerts)) {
    total += (await askAlerts(target, { action: 'discard', alerts: keys })).discarded;
  }
  return total;
}

/** Keys for a request each, with how many are done after it. */
function chunks(alerts: readonly OpenAlert[]): [done: number, keys: string[]][] {
  const keys = alerts.map(({ alert }) => alert);
  const starts = Array.from(
    { length: Math.ceil(keys.length / ALERTS_A_REQUEST) },
    (_, index) => index,
  );
  return starts.map((index) => {
    const chunk = keys.slice(index * ALERTS_A_REQUEST, (index + 1) * ALERTS_A_REQUEST);
    return [index * ALERTS_A_REQUEST + chunk.length, chunk];
  });
}
