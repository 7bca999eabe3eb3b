import type { OpenAlert } from '../alerts/list-open-alerts';
import { textTable } from '../text-table';
import { alertName, type SentAlerts } from './sent-alerts';

export interface AlertVerdict {
  kind: string;
  planned: number;
  /** Alerts, however often each was sent. */
  delivered: number;
  inDoubt: number;
  notAlerted: number;
  /** Alerts sent more than once. */
  doubled: number;
  /** Each planned alert was sent once, or at most once and an operator sees it listed. */
  holds: boolean;
}

/** What became of the planned alerts. One in doubt may have been delivered too: it counts once. */
export function alertVerdicts(
  planned: Readonly<Record<string, number>>,
  { times }: SentAlerts,
  open: readonly OpenAlert[],
): AlertVerdict[] {
  return Object.entries(planned).map(([kind, plannedCount]) => {
    const sent = [...times].filter(([name]) => name.startsWith(`${kind} `));
    const listed = open.filter((alert) => alert.kind === kind);
    const known = new Set([...sent.map(([name]) => name), ...listed.map(alertName)]);
    const doubled = sent.filter(([, count]) => count > 1).length;
    return {
      kind,
      planned: plannedCount,
      delivered: sent.length,
      inDoubt: listed.filter(({ state }) => state === 'in-doubt').length,
      notAlerted: listed.filter(({ state }) => state === 'not-alerted').length,
      doubled,
      holds: doubled === 0 && known.size === plannedCount,
    };
  });
}

/** What waits for an operator, and what was doubled, has a column only where there is some. */
export function alertsText(verdicts: readonly AlertVerdict[]): string {
  const some = (count: (verdict: AlertVerdict) => number) =>
    verdicts.some((verdict) => count(verdict) > 0);
  const columns: [string, (verdict: AlertVerdict) => number][] = [
    ['planned', ({ planned }) => planned],
    ['delivered', ({ delivered }) => delivered],
    ...OPEN_COLUMNS.filter(([, count]) => some(count)),
  ];
  const rows = verdicts.map((verdict) => [
    verdict.kind,
    ...columns.map(([, count]) => count(verdict)),
    wordOf(verdict),
  ]);
  return textTable([['alert', ...columns.map(([name]) => name), 'verdict'], ...rows]);
}

const OPEN_COLUMNS: [string, (verdict: AlertVerdict) => number][] = [
  ['in doubt', ({ inDoubt }) => inDoubt],
  ['not alerted', ({ notAlerted }) => notAlerted],
  ['doubled', ({ doubled }) => doubled],
];

function wordOf({ holds, inDoubt, notAlerted }: AlertVerdict): string {
  if (!holds) return 'DIFFERS';
  return inDoubt + notAlerted === 0 ? 'exact' : 'exact but for those listed';
}

/** Each alert that waits for an operator, and the command that shows them. */
export function openAlertLines(open: readonly OpenAlert[]): string[] {
  if (open.length === 0) return [];
  const lines = open.map(
    ({ state, kind, customerId, invoiceId, reason }) =>
      `  ${state}: ${kind} of customer ${customerId}, invoice ${invoiceId}: ${reason}`,
  );
  return ['', ...lines, '  An operator decides: npx tributary alerts list'];
}
