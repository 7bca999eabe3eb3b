import { setTimeout as sleep } from 'node:timers/promises';
import { count } from '../progress';
import type { RelationalTarget } from '../target';
import { silentScreen, type Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
import { reconcileTable } from '../reconcile/reconcile-table';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import { seedInvoices } from '../steps/seed-invoices';
import { invoiceTable } from '../invoice-table';
import { listOpenAlerts, type OpenAlert } from '../alerts/list-open-alerts';
import { alertsText, alertVerdicts, openAlertLines } from './alert-verdicts';
import { changeInvoices } from './change-invoices';
import { awaitSettled, secondsUntil } from './await-settled';
import { createAlertCounter, type SentAlerts } from './sent-alerts';
import { indented, queriedCount, showQuery } from './show-query';
import type { SeedPlan } from '../seed/generate-invoices';

export interface DemoPlan {
  seed: SeedPlan;
  /** How long changes may take to reach lake and people before the demo fails. */
  settleSeconds: number;
  outbox: string;
}

export interface DemoResult {
  tables: TableReconciliation[];
  alertsPlanned: Record<string, number>;
  alerts: SentAlerts;
  /** Alerts that wait for an operator. */
  openAlerts: OpenAlert[];
  /** From the start of the first INSERT. */
  firstAlertSeconds: number;
  firstLakeRowSeconds: number;
}

const POLL_MILLISECONDS = 250;

/** The main job, start to end, against a target that is deployed. */
export async function runDemo(
  target: RelationalTarget,
  screen: Screen,
  plan: DemoPlan,
): Promise<DemoResult> {
  const sent = createAlertCounter(plan.outbox, target.feed.alerts.topicArn);
  screen.line('\nScripts, endpoints, delivery, full load');
  await bringUp(target, screen);
  const reconcile = () => reconciledTables(target);
  await awaitSettled(reconcile, screen, { what: 'rows', seconds: plan.settleSeconds });
  const loadedRows = await lakeRowCount(target);

  screen.line('\nChanges');
  const table = invoiceTable(target);
  const startedAt = Date.now();
  const seeded = await seedInvoices(target, screen, { plan: plan.seed, table, mode: 'bulk' });
  screen.line(
    `  ${count(seeded.inserted)} invoices inserted, ${count(plan.seed.highUsage)} of them planted above normal usage`,
  );
  const deadline = startedAt + plan.settleSeconds * 1000;
  const since = () => (Date.now() - startedAt) / 1000;
  const firstAlertSeconds = await secondsUntil(() => total(sent().counts) > 0, { since, deadline });
  const changed = await changeInvoices(target, table, plan.seed);
  screen.line(
    `  ${count(changed.updated)} updated, ${count(changed.deleted)} deleted, ${count(changed.paid)} payments`,
  );

  const firstLakeRowSeconds = await secondsUntil(
    async () => (await lakeRowCount(target)) > loadedRows,
    { since, deadline },
  );
  const tables = await awaitSettled(reconcile, screen, {
    what: 'rows',
    seconds: plan.settleSeconds,
  });
  const alertsPlanned = { 'bill-ready': plan.seed.rows, 'usage-above-normal': plan.seed.highUsage };
  const open = () => listOpenAlerts(target, Date.now());
  const wait = { alertsPlanned, seconds: plan.settleSeconds };
  const alerts = await allAlerts({ sent, open }, screen, wait);
  const openAlerts = await open();
  return { tables, alertsPlanned, alerts, openAlerts, firstAlertSeconds, firstLakeRowSeconds };
}

async function reconciledTables(target: RelationalTarget): Promise<TableReconciliation[]> {
  const tables: TableReconciliation[] = [];
  for (const table of target.feed.tables.filter(({ key }) => key.length > 0)) {
    const { result } = await reconcileTable(target, silentScreen, { table, waitSeconds: 0 });
    tables.push(result);
  }
  return tables;
}

/** Rows of changes that a query of the lake sees. */
function lakeRowCount({ feed, lake }: RelationalTarget): Promise<number> {
  return queriedCount(lake, `SELECT count(*) FROM ${feed.lake.table} WHERE table_name LIKE '%.%'`);
}

async function allAlerts(
  { sent, open }: { sent: () => SentAlerts; open: () => Promise<OpenAlert[]> },
  screen: Screen,
  { alertsPlanned, seconds }: { alertsPlanned: Record<string, number>; seconds: number },
): Promise<SentAlerts> {
  const planned = total(alertsPlanned);
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const alerts = sent();
    const isSettled =
      total(alerts.counts) >= planned ||
      alertVerdicts(alertsPlanned, alerts, await open()).every(({ holds }) => holds);
    if (isSettled || Date.now() > deadline) return alerts;
    screen.status(`alerts on their way: ${count(total(alerts.counts))} of ${count(planned)}`);
    await sleep(POLL_MILLISECONDS);
  }
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, next) => sum + next, 0);
}

/** Prints what the demo found; returns whether all of it holds. */
export async function reportDemo(
  target: RelationalTarget,
  screen: Screen,
  result: DemoResult,
): Promise<boolean> {
  screen.line('\nReconciliation: source rows against the current state of the lake');
  screen.line(indented(reconciliationText(result.tables)));
  screen.line('\nAlerts');
  const verdicts = alertVerdicts(result.alertsPlanned, result.alerts, result.openAlerts);
  screen.line(indented(alertsText(verdicts)));
  for (const line of openAlertLines(result.openAlerts)) screen.line(line);
  screen.line(
    `\nAfter the first INSERT began: first alert in ${result.firstAlertSeconds.toFixed(1)} s, first row in the lake in ${result.firstLakeRowSeconds.toFixed(1)} s`,
  );
  screen.line('\nThe lake answers SQL');
  await showQuery(
    target.lake,
    screen,
    `SELECT table_name, operation, count(*) AS changes FROM ${target.feed.lake.table} WHERE table_name LIKE 'dbo.%' GROUP BY table_name, operation ORDER BY 1, 2`,
  );
  return result.tables.every(({ exact }) => exact) && verdicts.every(({ holds }) => holds);
}
