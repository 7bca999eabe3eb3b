import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentScreen } from '../../cli/screen';
import { awaitFullLoad, startTask } from '../../cli/steps/start-task';
import { measuredLaptop, type MeasuredLaptop } from '../laptop/measured-laptop';
import type { Figure, Report } from '../report';
import { quantile } from '../rounds';

const COMMITS = 200;
const COMMIT_EVERY_MILLISECONDS = 150;
const FIRST_INVOICE = 5_000_000;
const BOUNDS = { median: 1.5, p99: 2.5 };

/** From the commit's acknowledgement to a published alert, and to a line in a lake file, at AWS's pace. */
export async function latency(): Promise<Report> {
  const laptop = await measuredLaptop({ fast: 1, limitsEnforced: true, bufferSeconds: 0 });
  try {
    await startTask(laptop.target, silentScreen);
    await awaitFullLoad(laptop.target, silentScreen);
    const committed = await commitInvoices(laptop);
    const seen = { alert: await alertTimes(laptop), file: await fileTimes(laptop) };
    const waits = (times: Map<number, number>) =>
      [...committed].map(([id, at]) => ((times.get(id) ?? NaN) - at) / 1000);
    const found = { alert: waits(seen.alert), file: waits(seen.file) };
    return {
      title: 'Commit to consumer and to lake file, seconds',
      how: `${COMMITS} commits of one invoice, one each ${COMMIT_EVERY_MILLISECONDS} ms, DMS polling each second, buffering and batching windows of 0 s, nothing divided.`,
      heading: ['', 'median', '99th percentile'],
      rows: Object.entries(found).map(([name, times]) => [
        name === 'alert' ? 'alert published' : 'line in a lake file',
        quantile(times, 0.5).toFixed(2),
        quantile(times, 0.99).toFixed(2),
      ]),
      figures: Object.entries(found).flatMap(([name, times]): Figure[] => [
        {
          what: `commit to ${name}, median`,
          value: quantile(times, 0.5),
          unit: 's',
          bound: 'at most',
          floor: BOUNDS.median,
        },
        {
          what: `commit to ${name}, 99th percentile`,
          value: quantile(times, 0.99),
          unit: 's',
          bound: 'at most',
          floor: BOUNDS.p99,
        },
      ]),
    };
  } finally {
    await laptop.close();
  }
}

/** When each commit was acknowledged, by invoice. */
async function commitInvoices({ pool }: MeasuredLaptop): Promise<Map<number, number>> {
  const committed = new Map<number, number>();
  for (let nth = 0; nth < COMMITS; nth += 1) {
    const id = FIRST_INVOICE + nth;
    await pool
      .request()
      .query(
        `INSERT INTO dbo.invoices VALUES (${id}, ${id}, '2022-05-15', '2022-05-30', NULL, 30, '15')`,
      );
    committed.set(id, Date.now());
    await sleep(COMMIT_EVERY_MILLISECONDS);
  }
  return committed;
}

/** When each invoice's message was written to the outbox. */
async function alertTimes({ outbox, target }: MeasuredLaptop): Promise<Map<number, number>> {
  const topic = target.feed.alerts.topicArn.split(':').at(-1) ?? '';
  const folder = join(outbox, topic, 'published');
  return untilAll(() => {
    const times = new Map<number, number>();
    for (const path of filesBelow(folder)) {
      for (const [, id] of readFileSync(path, 'utf8').matchAll(INVOICE)) {
        if (Number(id) >= FIRST_INVOICE) times.set(Number(id), statSync(path).mtimeMs);
      }
    }
    return Promise.resolve(times);
  });
}

/** When the object that holds each invoice was there, as its file tells. */
async function fileTimes({ stateFolder, target }: MeasuredLaptop): Promise<Map<number, number>> {
  const { bucket } = target.feed.lake;
  return untilAll(() => {
    const times = new Map<number, number>();
    for (const path of filesBelow(stateFolder)) {
      if (!path.includes(bucket) || !path.endsWith('.gz')) continue;
      for (const [, id] of gunzipSync(readFileSync(path)).toString().matchAll(INVOICE)) {
        const known = times.get(Number(id)) ?? Infinity;
        if (Number(id) >= FIRST_INVOICE)
          times.set(Number(id), Math.min(known, statSync(path).mtimeMs));
      }
    }
    return Promise.resolve(times);
  });
}

const INVOICE = /\\"invoice_id\\":\\?"?(\d+)/g;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

async function untilAll(read: () => Promise<Map<number, number>>): Promise<Map<number, number>> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const times = await read();
    if (times.size >= COMMITS) return times;
    await sleep(500);
  }
  throw new Error(`Not all of ${COMMITS} commits arrived within 30 s`);
}
