import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FuzzChance } from '../fuzz/fuzz-chance';
import { InvoiceWriter } from './invoice-writer';
import { ItemWriter } from './item-writer';
import { laptopProcess } from '../support/laptop-process';
import { leastSquaresSlope } from './least-squares';
import { patientSql } from '../support/patient-sql';

const SAMPLE_MILLISECONDS = 5000;
/** What it holds at work, however long: services and functions between two collections, what readers want next. */
const WORKING_MEGABYTES_MAX = 1500;
/** On top for each row or item written: 72 hours of the database's log, and its change tables, live in memory. */
const KILOBYTES_PER_ROW_MAX = 6;
const ROWS_MAX = 900_000;
const LIVING_ROWS = 20_000;
const LIVING_ITEMS = 5000;

/** The real laptop cloud under load for so long: its resident memory and its state on disk, and their slopes. */
export async function soakUnderLoad(plan: {
  minutes: number;
  fast: number;
  say: (line: string) => void;
}): Promise<string[]> {
  const laptop = await laptopProcess({ fast: plan.fast });
  try {
    laptop.start();
    await laptop.up();
    const sql = await patientSql(laptop);
    const invoices = new InvoiceWriter(
      sql,
      { rows: ROWS_MAX, seed: 1, highUsage: 1000, livingMax: LIVING_ROWS },
      new FuzzChance(1),
    );
    const items = new ItemWriter(laptop, new FuzzChance(2), LIVING_ITEMS);
    void invoices.writeAll().catch(() => undefined);
    void items.writeAll(ROWS_MAX).catch(() => undefined);
    const memory: { x: number; y: number }[] = [];
    const byRows: { x: number; y: number }[] = [];
    const disk: { x: number; y: number }[] = [];
    const startedAt = Date.now();
    for (const until = startedAt + plan.minutes * 60_000; Date.now() < until;) {
      await sleep(SAMPLE_MILLISECONDS);
      const hours = (Date.now() - startedAt) / 3_600_000;
      memory.push({ x: hours, y: residentMegabytes(laptop.pid) });
      byRows.push({ x: invoices.inserted + items.written, y: (memory.at(-1)?.y ?? 0) * 1024 });
      disk.push({ x: hours, y: diskMegabytes(laptop.folder) });
      if (memory.length % 12 === 0) {
        plan.say(
          `${invoices.inserted} rows, ${items.written} items: ${memory.at(-1)?.y ?? 0} MB resident, ${disk.at(-1)?.y ?? 0} MB on disk`,
        );
      }
    }
    invoices.allowed = 0;
    const warm = <T>(points: readonly T[]) => points.slice(Math.floor(points.length / 3));
    const slope = leastSquaresSlope(warm(memory));
    plan.say(
      `${invoices.inserted} rows and ${items.written} items in ${plan.minutes} minutes; after warming up memory ${slope.toFixed(0)} MB an hour, disk ${leastSquaresSlope(warm(disk)).toFixed(0)} MB an hour`,
    );
    const perRow = leastSquaresSlope(warm(byRows));
    plan.say(`that is ${perRow.toFixed(1)} KB of memory for each row or item written`);
    items.close();
    const written = invoices.inserted + items.written;
    const bound = WORKING_MEGABYTES_MAX + (written * KILOBYTES_PER_ROW_MAX) / 1024;
    const last = memory.at(-1)?.y ?? 0;
    return last > bound
      ? [`${last} MB resident after ${written} rows and items, above ${Math.round(bound)} MB`]
      : [];
  } finally {
    await laptop.end();
  }
}

/** Its own memory: files that it maps (those of the level stores) are the page cache's, given back as soon as asked. */
function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Math.round(Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

function diskMegabytes(folder: string): number {
  return Number(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t')[0]);
}
