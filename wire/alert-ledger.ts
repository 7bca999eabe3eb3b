/**
 * The ledger of alerts: one DynamoDB item per planned alert. It is what makes retries, duplicates,
 * replays and restarted loads send nothing twice.
 *
 * Table: hash key `alert` (S), no range key; TTL attribute `expires_at` (epoch seconds).
 * Index `LEDGER_OPEN_INDEX` over all attributes: hash key `open` (S), range key `claimed_at` (S). An
 * item carries `open` (equal to `state`) until it is sent, so that the index holds only what is in work
 * or waits for an operator.
 */
export const LEDGER_OPEN_INDEX = 'open-alerts';

export type AlertKind = 'bill-ready' | 'usage-above-normal';

/**
 * `claimed`: being sent until `lease_until`; past it, in doubt. `sent`: SNS answered. `in-doubt`: whether
 * it was sent cannot be known; kept for an operator. `held`: certainly not sent, waits for an operator's
 * release. `not-alerted`: deliberately not sent, see `reason`.
 */
export type AlertState = 'claimed' | 'sent' | 'in-doubt' | 'held' | 'not-alerted';

/** One ledger item, all attributes of type S but `expires_at` (N). Times are ISO 8601, UTC, milliseconds. */
export interface AlertLedgerItem {
  /** `alertKey`. */
  alert: string;
  state: AlertState;
  /** As `state` while the alert is not sent. */
  open?: AlertState;
  customer_id: string;
  kind: AlertKind;
  /** Billing month, `2022-04`. */
  period: string;
  /** The change's position; `load` for an invoice that came by a load alone. */
  position: string;
  invoice_id: string;
  claimed_at: string;
  /** Set while claimed. */
  lease_until?: string;
  sent_at?: string;
  /** SNS's id of the message. */
  message_id?: string;
  /** Why it is in doubt, held or not alerted. */
  reason?: string;
  /** JSON of the message as it is or would be sent, for an operator. */
  message: string;
  /** On the `bill-ready` item only: JSON list of all alerts planned for the change. */
  plan?: string;
  expires_at?: number;
}

/** Parts are joined by `|`, which occurs in none of the later ones. */
export function alertKey(alert: {
  customerId: string;
  kind: AlertKind;
  period: string;
  position: string;
}): string {
  return [alert.position, alert.period, alert.kind, alert.customerId].join('|');
}

/** The item that remembers when a table's first full load was finished: `finished_at` (S). */
export function firstLoadKey(table: string): string {
  return `first-load|${table}`;
}

/** The operator's switch: `held_since` and `reason` (both S) while all alerts are held. */
export const BRAKE_KEY = 'brake';

/** The item that counts the alerts of a clock hour: `sent` (N), which are never more than the brake allows. */
export function hourKey(nowMilliseconds: number): string {
  return `${BRAKE_KEY}|${new Date(nowMilliseconds).toISOString().slice(0, 13)}`;
}
