import * as z from 'zod/mini';

/** Alerts of one request, so many that each is settled within the function's time-out. */
export const ALERTS_A_REQUEST = 100;

const alerts = z.array(z.string()).check(z.minLength(1), z.maxLength(ALERTS_A_REQUEST));

/**
 * What an operator can ask of `consumers/billing-alerts`, by invoking it: it alone may send, so whoever asks
 * needs no right to publish.
 */
export const alertsRequest = z.discriminatedUnion('action', [
  /** Holds every alert from now on, within two seconds, until `resume`. */
  z.strictObject({ action: z.literal('hold'), reason: z.string() }),
  z.strictObject({ action: z.literal('resume') }),
  /** Sends held alerts, by their keys in the ledger, each once; the hour's number does not bind them. */
  z.strictObject({ action: z.literal('release'), alerts }),
  /** Ends held alerts without sending them. */
  z.strictObject({ action: z.literal('discard'), alerts }),
]);

export type AlertsRequest = z.input<typeof alertsRequest>;

/**
 * What became of an alert that was to be released: `held` still, as SNS did not take it now; `not-held` any
 * more, as another has settled it.
 */
export type ReleaseOutcome = 'sent' | 'held' | 'in-doubt' | 'not-alerted' | 'not-held';

export interface AlertsResponses {
  hold: { heldSince: string };
  resume: { heldSince: string | null };
  release: { outcomes: Partial<Record<ReleaseOutcome, number>> };
  discard: { discarded: number };
}
