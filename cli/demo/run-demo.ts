import { setTimeout as sleep } from 'node:timers/promises';
import { count } from '../progress';
import type { Target } from '../resolve-target';
import type { Screen } from '../screen';
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
  firstRecordSeconds: number;
}

const POLL_MILLISECONDS = 250;

/** The main job, start to end, against a target that is deployed. */
export async function runDemo(target: Target, screen: Screen, plan: DemoPlan): Promise<DemoResult> {
  const sent = createAlertCounter(plan.outbox, target.feed.alerts.topicArn);
  screen.line('\nScripts, endpoints, delivery, full load');
  await bringUp(target, screen);
  await settled(target, screen, { what: 'full load', seconds: plan.settleSeconds });

  screen.line('\nChanges');
  const table = invoiceTable(target);
  const startedAt = Date.now();
  const seeded = await seedInvoices(target, screen, { plan: plan.seed, table, mode: 'bulk' });
  screen.line(
    `  ${count(seeded.inserted)} invoices inserted, ${count(plan.seed.highUsage)} of them planted above normal usage`,
  );
  const firstRecordSeconds = await firstAlert(sent, startedAt, plan.settleSeconds);
  const changed = await changeInvoices(target, table, plan.seed);
  screen.line(`  ${count(changed.updated)} updated, ${count(changed.deleted)} deleted`);

  const tables = await settled(target, screen, { what: 'changes', seconds: plan.settleSeconds });
  const alertsPlanned = { 'bill-ready': plan.seed.rows, 'usage-above-normal': plan.seed.highUsage };
  const alerts = await allAlerts(sent, screen, { alertsPlanned, seconds: plan.settleSeconds });
  return { tables, alertsPlanned, alerts, firstRecordSeconds };
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
      tables.push(await reconcileTable(target, silent, table));
    }
    const behind = tables.reduce((sum, table) => sum + table.rangesDiffering, 0);
    if (behind === 0 || Date.now() > deadline) return tables;
    const arrived = tables.reduce((sum, table) => sum + table.lakeRows, 0);
    screen.status(`${wait.what} on their way: ${count(arrived)} rows in the lake`);
    await sleep(POLL_MILLISECONDS);
  }
}

const silent: Screen = { line: () => undefined, status: () => undefined, settle: () => undefined };

async function firstAlert(
  sent: () => SentAlerts,
  startedAt: number,
  seconds: number,
): Promise<number> {
  const deadline = startedAt + seconds * 1000;
  while (total(sent().counts) === 0 && Date.now() < deadline) await sleep(POLL_MILLISECONDS / 5);
  return (Date.now() - startedAt) / 1000;
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
    `\nFirst alert ${result.firstRecordSeconds.toFixed(1)} s after the first INSERT began`,
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
