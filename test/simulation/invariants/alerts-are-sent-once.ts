import type { CommittedChange, PlannedAlert } from '../billing-model';
import { nameOfAlert as nameOf, type Evidence } from '../evidence';
import type { StreamedRecord } from '../stream-records';
import { isQuarantined } from './changes-are-in-the-lake';

/** What excuses an alert that was not certainly sent. */
export interface AlertRules {
  history: readonly CommittedChange[];
  /** The alerts that something fell on between their claim and their mark: these alone may be in doubt. */
  struck: ReadonlySet<string>;
}

/**
 * Each planned alert was sent exactly once; or at most once, and stands in doubt; or, where its insert
 * may have come by a load, was not sent; or its record, of the insert or of a load, is in the failure
 * destination. Nothing else was sent.
 */
export function alertsAreSentOnce(
  planned: readonly PlannedAlert[],
  { alerts, ledger, givenUp }: Pick<Evidence, 'alerts' | 'ledger' | 'givenUp'>,
  { struck, history }: AlertRules,
): string[] {
  const plannedNames = new Set(planned.map(nameOf));
  const seen = { history, givenUp };
  const unplanned = alerts
    .filter((alert) => !plannedNames.has(nameOf(alert)))
    .map((alert) => `${nameOf(alert)} was sent, but is planned by no insert`);
  const settled = planned.flatMap((alert) => {
    const name = nameOf(alert);
    const sent = alerts.filter((one) => nameOf(one) === name).length;
    const states = ledger.filter((one) => nameOf(one) === name).map(({ state }) => state);
    const isGivenUp = isQuarantined(alert.insert, givenUp) || givenUp.some(isLoadOf(alert.insert));
    const problem = problemOf({ sent, states, isGivenUp }, { alert, struck, seen });
    return problem === undefined ? [] : [`${name} ${problem}`];
  });
  return [...unplanned, ...settled];
}

function problemOf(
  { sent, states, isGivenUp }: { sent: number; states: readonly string[]; isGivenUp: boolean },
  { alert, struck, seen }: Pick<AlertRules, 'struck'> & { alert: PlannedAlert; seen: Seen },
): string | undefined {
  const inLedger = `the ledger has ${states.join(' and ') || 'nothing'}`;
  if (sent > 1) return `was sent ${sent} times; ${inLedger}`;
  if (isGivenUp) return undefined;
  if (states.includes('in-doubt')) {
    return struck.has(nameOf(alert))
      ? undefined
      : `is in doubt, although nothing fell between its claim and its mark`;
  }
  if (sent === 1) return states.includes('sent') ? undefined : `was sent, but ${inLedger}`;
  if (alert.insert.carried === 'must') return `was not sent; ${inLedger}`;
  if (!isTellingByLoad(alert.insert, seen)) return undefined;
  return states.includes('not-alerted')
    ? undefined
    : `came by a load and was not listed; ${inLedger}`;
}

/** What the source committed, and the records of it that no consumer has taken. */
interface Seen {
  history: readonly CommittedChange[];
  givenUp: readonly string[];
}

/**
 * Whether a load shows the insert for what it is. It cannot where the invoice is gone or another
 * customer's by then, nor where one of the same number was there before, unless the consumer saw it deleted.
 */
function isTellingByLoad(insert: CommittedChange, { history, givenUp }: Seen): boolean {
  if (insert.aroundFirstLoad === true) return false;
  const ofKey = history.filter(({ table, key }) => table === insert.table && key === insert.key);
  const earlier = ofKey.slice(0, ofKey.indexOf(insert));
  const later = ofKey.slice(earlier.length + 1);
  const last = earlier.at(-1);
  const wasGone =
    last === undefined ||
    (last.operation === 'delete' &&
      earlier.every(({ carried }) => carried === 'must') &&
      !isQuarantined(last, givenUp));
  const isThere = later.every(
    ({ operation, row }) =>
      operation === 'update' && row['customer_id'] === insert.row['customer_id'],
  );
  return wasGone && isThere;
}

/** The row may have changed since, so its key alone tells. */
function isLoadOf({ table, key }: CommittedChange): (payload: string) => boolean {
  return (payload) => {
    const { data, metadata } = JSON.parse(payload) as StreamedRecord;
    const name = `${metadata['schema-name'] ?? ''}.${metadata['table-name'] ?? ''}`;
    return metadata['operation'] === 'load' && name === table && String(data['invoice_id']) === key;
  };
}

/** Nothing of the ledger is in the air: an operator sees it, there or in the failure destination, or it is done. */
export function nothingIsClaimed(
  planned: readonly PlannedAlert[],
  { ledger, givenUp }: Pick<Evidence, 'ledger' | 'givenUp'>,
): string[] {
  const waiting = planned.filter(({ insert }) => isQuarantined(insert, givenUp)).map(nameOf);
  return ledger
    .filter((entry) => entry.state === 'claimed' && !waiting.includes(nameOf(entry)))
    .map(
      (entry) => `${nameOf(entry)} stays claimed until ${entry.leaseUntil}, neither sent nor held`,
    );
}
