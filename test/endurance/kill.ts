import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TableReconciliation } from '../../cli/reconcile/table-reconciliation';
import { FuzzChance } from '../fuzz/fuzz-chance';
import { InvoiceWriter } from './invoice-writer';
import { ItemWriter } from './item-writer';
import { laptopProcess, type LaptopProcess } from '../support/laptop-process';
import { patientSql } from '../support/patient-sql';

export interface KillPlan {
  kills: number;
  rows: number;
  seed: number;
  fast: number;
  /** How long both feeds may take to agree in the end, a ledger's lease included. */
  settleSeconds: number;
  say: (line: string) => void;
}

const LATE_MILLISECONDS_MAX = 2500;
/** One kill in so many hits the laptop cloud while it starts. */
const STARTING_ONE_IN = 5;

/** Kills the laptop cloud at random moments of a seed, and says what was lost by it: nothing, it must be. */
export async function killAtRandom(plan: KillPlan): Promise<string[]> {
  const laptop = await laptopProcess({ fast: plan.fast });
  try {
    laptop.start();
    await laptop.up();
    const sql = await patientSql(laptop);
    const highUsage = Math.floor(plan.rows / 50);
    const invoices = new InvoiceWriter(
      sql,
      { rows: plan.rows, seed: 1, highUsage },
      new FuzzChance(plan.seed),
    );
    const items = new ItemWriter(laptop, new FuzzChance(plan.seed + 1));
    const written = Promise.all([invoices.writeAll(), items.writeAll(Math.floor(plan.rows / 10))]);
    await killAmid(laptop, invoices, plan);
    await written;
    plan.say(
      `${invoices.inserted} rows and ${items.written} items written over ${plan.kills} kills; ` +
        `${invoices.unacknowledged} statements were cut off and looked after`,
    );
    const findings = [
      ...invoices.findings,
      ...(await invoices.compare()),
      ...(await items.compare()),
      ...(await judgeLake(laptop, plan)),
      ...(await judgeAlerts(laptop, invoices, plan)),
    ];
    await sql.close();
    items.close();
    return findings;
  } finally {
    await laptop.end();
  }
}

async function killAmid(
  laptop: LaptopProcess,
  invoices: InvoiceWriter,
  { kills, rows, seed, say }: KillPlan,
): Promise<void> {
  const chance = new FuzzChance(seed + 2);
  const moments = Array.from({ length: kills }, () => chance.below(rows)).sort((a, b) => a - b);
  for (const [at, moment] of moments.entries()) {
    invoices.allowed = moment + rows / kills;
    const isAtStart = at > 0 && chance.below(STARTING_ONE_IN) === 0;
    if (!isAtStart) await laptop.up();
    while (!isAtStart && invoices.inserted < moment) await sleep(5);
    await sleep(chance.below(LATE_MILLISECONDS_MAX));
    await laptop.kill();
    say(`kill ${at + 1} of ${kills}, at ${invoices.inserted} rows`);
    laptop.start();
  }
  invoices.allowed = Infinity;
  await laptop.up();
}

async function judgeLake(laptop: LaptopProcess, plan: KillPlan): Promise<string[]> {
  const deadline = Date.now() + plan.settleSeconds * 1000;
  for (;;) {
    const { out, err } = await laptop.run(['reconcile', '--json']);
    const tables = out.startsWith('[') ? (JSON.parse(out) as TableReconciliation[]) : [];
    if (tables.length > 0 && tables.every(({ exact }) => exact)) {
      plan.say(
        `reconciled: ${tables.map(({ table, lakeRows }) => `${table} ${lakeRows}`).join(', ')}`,
      );
      return [];
    }
    if (Date.now() > deadline) return [`the lake does not agree: ${out.slice(0, 2000)}${err}`];
    await sleep(1000);
  }
}

interface OpenAlert {
  kind: string;
  invoiceId: string;
}

/** Each announcement once in the outbox, or among the alerts that the operator sees. */
async function judgeAlerts(
  laptop: LaptopProcess,
  invoices: InvoiceWriter,
  plan: KillPlan,
): Promise<string[]> {
  const planned = new Set([
    ...[...invoices.announced].map((id) => `bill-ready ${id}`),
    ...[...invoices.plantedHigh].map((id) => `usage-above-normal ${id}`),
  ]);
  const deadline = Date.now() + plan.settleSeconds * 1000;
  for (;;) {
    const sent = sentAlerts(laptop);
    const open = await openAlerts(laptop);
    const missing = [...planned].filter((alert) => !sent.has(alert) && !open.has(alert));
    if (missing.length > 0 && Date.now() < deadline) {
      await sleep(2000);
      continue;
    }
    const doubled = [...sent].filter(([, times]) => times > 1).map(([alert]) => alert);
    const unplanned = [...sent.keys()].filter((alert) => !planned.has(alert) && isSeeded(alert));
    plan.say(`${sent.size} alerts sent, ${open.size} in doubt before the operator`);
    return [
      ...missing.map((alert) => `alert missing: ${alert}`),
      ...doubled.map((alert) => `alert doubled: ${alert}`),
      ...unplanned.map((alert) => `alert unplanned: ${alert}`),
    ];
  }
}

/** Apart from the ten invoices of the scripts. */
function isSeeded(alert: string): boolean {
  return Number(alert.split(' ')[1]) >= 1_000_000;
}

function sentAlerts(laptop: LaptopProcess): Map<string, number> {
  const topic = laptop.billing().feed.alerts.topicArn.split(':').at(-1) ?? '';
  const folder = join(laptop.folder, 'state/outbox', topic, 'published');
  const sent = new Map<string, number>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const { body } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { body: string };
    const { kind, invoice_id } = JSON.parse(body) as Record<string, string>;
    const alert = `${String(kind)} ${String(invoice_id)}`;
    sent.set(alert, (sent.get(alert) ?? 0) + 1);
  }
  return sent;
}

async function openAlerts(laptop: LaptopProcess): Promise<Set<string>> {
  const { out } = await laptop.run(['alerts', 'list', '--json']);
  const lines = out.split('\n').filter((line) => line.startsWith('{'));
  return new Set(
    lines.map((line) => {
      const { kind, invoiceId } = JSON.parse(line) as OpenAlert;
      return `${kind} ${invoiceId}`;
    }),
  );
}
