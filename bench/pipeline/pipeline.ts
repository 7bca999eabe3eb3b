import type { StartReplicationTaskTypeValue } from '@aws-sdk/client-database-migration-service';
import { availableParallelism } from 'node:os';
import { silentScreen } from '../../cli/screen';
import { awaitDelivery } from '../../cli/steps/await-delivery';
import { beginTask, stopTask } from '../../cli/steps/start-task';
import { measuredLaptop, type MeasuredLaptop } from '../laptop/measured-laptop';
import {
  awaitCapture,
  compareReadings,
  insertReadings,
  readingLines,
  type Readings,
} from '../laptop/readings';
import type { ThreadProfile } from '../laptop/thread-profile';
import type { Figure, Report } from '../report';
import { median } from '../rounds';

const ROWS = 200_000;
const PROFILED_ROWS = 50_000;
const ROUNDS = 3;
const SHARES_SHOWN = 10;
/** No wait bounds the rate, and reads find full batches. */
const FAST = 2;
const RATE = { floor: 15_000, goal: 50_000 };

/** From a table, and from the log, to lines in lake files: DMS, stream, Firehose, transform, S3 in one process. */
export async function pipeline(): Promise<Report> {
  const loads = [await mediansFor(1000), await mediansFor(100)];
  return {
    title: 'Full load and changes to the lake, rows a second',
    how: `${ROWS.toLocaleString('en')} rows, limits lifted, waits divided by ${FAST}, 0-second buffering. The rows are committed and captured while the task stands; the time runs from its start until the object with the last line was put; each is then compared with its row. The median of ${ROUNDS} laptops, one after the other.`,
    heading: ['row', 'full load', 'changes', 'peak MB'],
    rows: loads.map(({ bytes, load, changes, peak }) => [
      `${bytes} B`,
      Math.round(load),
      Math.round(changes),
      Math.round(peak),
    ]),
    figures: loads.flatMap(({ bytes, load, changes }): Figure[] => [
      { what: `full load, ${bytes} B`, value: load, unit: 'rows/s', bound: 'at least', ...RATE },
      { what: `changes, ${bytes} B`, value: changes, unit: 'rows/s', bound: 'at least', ...RATE },
    ]),
    notes: loads.map(
      ({ bytes, profile }) =>
        `What bounds changes of ${bytes} B, by a profile of ${PROFILED_ROWS.toLocaleString('en')} more: ${boundOf(profile)}`,
    ),
  };
}

/** Processors, and what the main thread, on which every service runs, spends its time on. */
function boundOf({ processors, shares }: ThreadProfile): string {
  const parts = shares.slice(0, SHARES_SHOWN).map(({ of, share }) => `${of} ${percent(share)}`);
  return `the laptop keeps ${processors.toFixed(1)} of ${availableParallelism()} processors busy; its main thread: ${parts.join(', ')}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

async function mediansFor(bytes: number) {
  const rounds: Awaited<ReturnType<typeof ratesOf>>[] = [];
  while (rounds.length < ROUNDS - 1)
    rounds.push(await onLaptop((watched) => ratesOf(watched, bytes)));
  const profile = await onLaptop(async (watched) => {
    rounds.push(await ratesOf(watched, bytes));
    return profileOf(watched, bytes);
  });
  return {
    bytes,
    load: median(rounds.map(({ load }) => load)),
    changes: median(rounds.map(({ changes }) => changes)),
    peak: median(rounds.map(({ peak }) => peak)),
    profile,
  };
}

interface Watched {
  laptop: MeasuredLaptop;
  linesOf: ReturnType<typeof readingLines>;
}

async function onLaptop<T>(work: (watched: Watched) => Promise<T>): Promise<T> {
  const laptop = await measuredLaptop({ fast: FAST, limitsEnforced: false, bufferSeconds: 0 });
  try {
    return await work({ laptop, linesOf: readingLines(laptop) });
  } finally {
    await laptop.close();
  }
}

async function ratesOf(watched: Watched, bytes: number) {
  const { laptop } = watched;
  const { target } = laptop;
  const rateOf = async (readings: Readings, type: StartReplicationTaskTypeValue) => {
    await capture(laptop, readings);
    const startedAtMs = Date.now();
    return (1000 * ROWS) / ((await replicate(watched, readings, type)) - startedAtMs);
  };
  const loaded = { from: 0, rows: ROWS, noteBytes: bytes };
  await awaitDelivery(target, silentScreen);
  const load = await rateOf(loaded, 'start-replication');
  await stopTask(target, silentScreen);
  const changes = await rateOf({ ...loaded, from: ROWS }, 'resume-processing');
  const { peak } = await laptop.memoryMegabytes();
  await stopTask(target, silentScreen);
  return { load, changes, peak };
}

/** Of more changes, after its rates were measured: to be profiled costs time. */
async function profileOf(watched: Watched, bytes: number): Promise<ThreadProfile> {
  const profiled = { from: 2 * ROWS, rows: PROFILED_ROWS, noteBytes: bytes };
  await capture(watched.laptop, profiled);
  return watched.laptop.profile(() => replicate(watched, profiled, 'resume-processing'));
}

async function capture(laptop: MeasuredLaptop, readings: Readings): Promise<void> {
  await insertReadings(laptop, readings);
  await awaitCapture(laptop);
}

/** From the task's start to when the object with the last line was put, in milliseconds since 1970. */
async function replicate(
  { laptop, linesOf }: Watched,
  readings: Readings,
  type: StartReplicationTaskTypeValue,
): Promise<number> {
  await beginTask(laptop.target, silentScreen, type);
  const { lines, lastPutAtMs } = await linesOf(readings.rows);
  compareReadings(lines, readings);
  return lastPutAtMs;
}
