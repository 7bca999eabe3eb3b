import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { settings } from '../../settings';
import { fakeClock } from '../support/fake-clock';
import { inProcessCloud, QUIET_TURNS, type InProcessCloud } from '../support/in-process-cloud';
import { synthesizedDefinition } from '../support/synthesized-definition';
import { applyScripts, beginReading, startTask } from '../support/whole-feed';
import { leastSquaresSlope } from './least-squares';
import { measuredStorage, type MeasuredStorage } from './measured-storage';

export interface SimulatedSoak {
  days: number;
  say: (line: string) => void;
}

const TICK_MILLISECONDS = 60_000;
const HOUR_MILLISECONDS = 3_600_000;
const FIRST_ID = 5_000_000;
/** Rows that live at once; an older one is deleted for each new one. */
const LIVING_ROWS = 200;
const LOG_BYTES_MAX = 3_000_000;
/** It holds the database, 72 hours of its changes, and up to 50,000 operations that wait for their fold. */
const REDO_BYTES_MAX = 20_000_000;
/** Trees of what nobody but a person deletes: the lake itself and the messages that were sent. */
const KEPT_WHOLE = /^(s3|outbox)(\/|$)/;
const FILES_MAX = 400;

/** Days of light work on the fake clock: memory and files, day by day. */
export async function soakSimulated({ days, say }: SimulatedSoak): Promise<string[]> {
  const storage = measuredStorage();
  const cloud = await inProcessCloud({
    stacks: synthesizedDefinition(settings),
    storage,
    clock: fakeClock(undefined, { quietTurns: QUIET_TURNS, tickMs: TICK_MILLISECONDS }),
  });
  await applyScripts(cloud);
  await beginReading(cloud);
  await startTask(cloud);
  const client = await cloud.sqlClient();
  const points: { x: number; y: number }[] = [];
  for (let hour = 0; hour < days * 24; hour += 1) {
    await client.query(statementsOf(hour));
    await cloud.clock.advance(HOUR_MILLISECONDS);
    if (hour % 24 === 23) points.push({ x: (hour + 1) / 24, y: await report(cloud, storage, say) });
  }
  const findings = await unbounded(storage, say);
  const warm = points.slice(Math.floor(points.length / 3));
  if (warm.length > 2) {
    say(
      `heap: ${leastSquaresSlope(warm).toFixed(2)} MB a simulated day, after a third of the time`,
    );
  }
  findings.push(...cloud.troubles.map(({ source, message }) => `${source}: ${message}`));
  await cloud.close();
  return findings;
}

function statementsOf(hour: number): string {
  const id = FIRST_ID + hour;
  const insert = `INSERT INTO dbo.invoices VALUES (${id}, ${id % 50}, '2022-05-15', '2022-05-30', NULL, 20, '10')`;
  const update = `UPDATE dbo.invoices SET balance = ${hour} WHERE invoice_id = ${id - 1}`;
  const remove = `DELETE FROM dbo.invoices WHERE invoice_id = ${id - LIVING_ROWS}`;
  return [insert, update, remove].join('; ');
}

async function report(
  cloud: InProcessCloud,
  storage: MeasuredStorage,
  say: (line: string) => void,
): Promise<number> {
  collectGarbage();
  const heap = process.memoryUsage().heapUsed / 1024 / 1024;
  const logs = [...(await storage.logBytes()).values()].reduce((sum, bytes) => sum + bytes, 0);
  const files = [...(await storage.fileCounts()).values()].reduce((sum, count) => sum + count, 0);
  const day = new Date(cloud.clock.now()).toISOString().slice(0, 10);
  say(`${day}: heap ${heap.toFixed(0)} MB, logs ${(logs / 1024).toFixed(0)} KB, ${files} files`);
  return heap;
}

/** What is left is what is held on to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function unbounded(storage: MeasuredStorage, say: (line: string) => void): Promise<string[]> {
  const logs = [...(await storage.logBytes())].sort(([, a], [, b]) => b - a);
  for (const [name, bytes] of logs.slice(0, 8)) say(`  ${(bytes / 1024).toFixed(0)} KB ${name}`);
  const trees = [...(await storage.fileCounts())];
  for (const [name, count] of trees) say(`  ${count} files in ${name}`);
  const bound = (name: string) => (name.startsWith('sqlserver/') ? REDO_BYTES_MAX : LOG_BYTES_MAX);
  return [
    ...logs
      .filter(([name, bytes]) => bytes > bound(name))
      .map(([name, bytes]) => `the log ${name} has ${bytes} bytes`),
    ...trees
      .filter(([name, count]) => count > FILES_MAX && !KEPT_WHOLE.test(name))
      .map(([name, count]) => `${name} has ${count} files`),
  ];
}
