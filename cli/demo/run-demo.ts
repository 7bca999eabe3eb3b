import { setTimeout as sleep } from 'node:timers/promises';
import { count } from '../progress';
import type { Target } from '../resolve-target';
import { silentScreen, type Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
import { reconcileTable, type TableReconciliation } from '../reconcile/reconcile-table';
import { reconciliationText } from '../reconcile/report-reconciliation';
import { seedInvoices } from '../steps/seed-invoices';
import { invoiceTable } from '../invoice-table';
import { queryLake } from '../query-lake';
import { textTable } from '../text-table';
import { changeInvoices } from './change-invoices';
import { createAlertCounter, type SentAlerts } from './sent-alerts';
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
  /** From the start of the first INSERT. */
  firstAlertSeconds: number;
  firstLakeRowSeconds: number;
}

const POLL_MILLISECONDS = 250;

/** The main job, start to end, against a target that is deployed. */
export async function runDemo(target: Target, screen: Screen, plan: DemoPlan): Promise<DemoResult> {
  const sent = createAlertCounter(plan.outbox, target.feed.alerts.topicArn);
  screen.line('\nScripts, endpoints, delivery, full load');
  await bringUp(target, screen);
  await settled(target, screen, { what: 'full load', seconds: plan.settleSeconds });
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
  const tables = await settled(target, screen, { what: 'changes', seconds: plan.settleSeconds });
  const alertsPlanned = { 'bill-ready': plan.seed.rows, 'usage-above-normal': plan.seed.highUsage };
  const alerts = await allAlerts(sent, screen, { alertsPlanned, seconds: plan.settleSeconds });
  return { tables, alertsPlanned, alerts, firstAlertSeconds, firstLakeRowSeconds };
}

/** Reconciles until source and lake agree, or the time is over; the last comparison stands. */
async function settled(
  target: Target,
  screen: Screen,
  wait: { what: string; seconds: number },
): Promise<TableReconciliation[]> {
  const deadline = Date.now() + wait.seconds * 1000;
  for (;;) {
    const tables: TableReconciliation[] = [];
    for (const table of target.feed.tables.filter(({ key }) => key.length > 0)) {
      tables.push(await reconcileTable(target, silentScreen, table));
    }
    const behind = tables.reduce((sum, table) => sum + table.rangesDiffering, 0);
    if (behind === 0 || Date.now() > deadline) return tables;
    const arrived = tables.reduce((sum, table) => sum + table.lakeRows, 0);
    screen.status(`${wait.what} on their way: ${count(arrived)} rows in the lake`);
    await sleep(POLL_MILLISECONDS);
  }
}

async function secondsUntil(
  happened: () => boolean | Promise<boolean>,
  wait: { since: () => number; deadline: number },
): Promise<number> {
  while (!(await happened()) && Date.now() < wait.deadline) await sleep(POLL_MILLISECONDS / 5);
  return wait.since();
}

/** Rows of changes that a query of the lake sees. */
async function lakeRowCount(target: Target): Promise<number> {
  const { table } = target.feed.lake;
  const { rows } = await queryLake(
    target,
    `SELECT count(*) FROM ${table} WHERE table_name LIKE '%.%'`,
  );
  for await (const [rowCount] of rows) return Number(rowCount);
  return 0;
}

async function allAlerts(
  sent: () => SentAlerts,
  screen: Screen,
  wait: { alertsPlanned: Record<string, number>; seconds: number },
): Promise<SentAlerts> {
  const planned = total(wait.alertsPlanned);
  const deadline = Date.now() + wait.seconds * 1000;
  while (total(sent().counts) < planned && Date.now() < deadline) {
    screen.status(`alerts on their way: ${count(total(sent().counts))} of ${count(planned)}`);
    await sleep(POLL_MILLISECONDS);
  }
  return sent();
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, next) => sum + next, 0);
}

/** Prints what the demo found; returns whether all of it holds. */
export async function reportDemo(
  target: Target,
  screen: Screen,
  result: DemoResult,
): Promise<boolean> {
  screen.line('\nReconciliation: source rows against the current state of the lake');
  screen.line(indented(reconciliationText(result.tables)));
  screen.line('\nAlerts');
  const kinds = Object.entries(result.alertsPlanned).map(([kind, planned]) => {
    const delivered = result.alerts.counts[kind] ?? 0;
    return [kind, planned, delivered, planned === delivered ? 'exact' : 'DIFFERS'];
  });
  screen.line(indented(textTable([['alert', 'planned', 'delivered', 'verdict'], ...kinds])));
  screen.line(
    `\nAfter the first INSERT began: first alert in ${result.firstAlertSeconds.toFixed(1)} s, first row in the lake in ${result.firstLakeRowSeconds.toFixed(1)} s`,
  );
  await printQuery(target, screen);
  return (
    result.tables.every(({ exact }) => exact) &&
    kinds.every(([, , , verdict]) => verdict === 'exact')
  );
}

async function printQuery(target: Target, screen: Screen): Promise<void> {
  const sql = `SELECT table_name, operation, count(*) AS changes FROM ${target.feed.lake.table} WHERE table_name LIKE 'dbo.%' GROUP BY table_name, operation ORDER BY 1, 2`;
  screen.line(`\nThe lake answers SQL\n  ${sql}`);
  const { columns, rows } = await queryLake(target, sql);
  const shown: string[][] = [columns];
  for await (const row of rows) shown.push(row.map((value) => value ?? 'null'));
  screen.line(indented(textTable(shown)));
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
