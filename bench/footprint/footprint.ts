import { readFileSync } from 'node:fs';
import { silentScreen } from '../../cli/screen';
import { startTask } from '../../cli/steps/start-task';
import { findKinesisLocal } from '../../test/peers/npm-peer';
import { findMoto } from '../../test/support/moto';
import type { Tool } from '../../test/support/require-tool';
import type { OutsideServer } from '../../test/support/start-server';
import { measuredLaptop } from '../laptop/measured-laptop';
import { compareReadings, insertReadings, readingLines, type Readings } from '../laptop/readings';
import type { Report } from '../report';
import { seconds } from '../rounds';

const ROWS = { few: 10_000, many: 200_000 };
const NOTE_BYTES = 100;
const FAST = 1000;
const ASKED = { startSeconds: 1, idleMegabytes: 250 };

/** How soon the laptop cloud is there, and what it holds in memory as rows go through it. */
export async function footprint(): Promise<Report> {
  const { startSeconds, idle } = await atRest();
  const { few, many } = await asRowsPass();
  const peers = [
    ['moto', await peer(findMoto())],
    ['kinesis-local', await peer(findKinesisLocal())],
  ] as const;
  return {
    title: 'Start and memory of the laptop cloud',
    how: `Of ours the start of every stack of the relational feed, the process and synthesizing not counted; of the others from the process to the port. Memory is what the process holds (RSS), after a collection: idle at AWS's own pace, its scripts applied; then, at ${FAST} times the pace, after ${ROWS.few.toLocaleString('en')} and ${ROWS.many.toLocaleString('en')} rows of ${NOTE_BYTES} B have reached the lake.`,
    heading: ['', 'start s', 'idle MB', 'live MB', 'after few MB', 'after many MB', 'peak MB'],
    rows: [
      [
        'tributary',
        startSeconds.toFixed(2),
        ...[idle.now, idle.live, few.now, many.now, many.peak].map(Math.round),
      ],
      ...peers.map(([name, { startSeconds, idleMegabytes }]) => [
        name,
        startSeconds.toFixed(2),
        Math.round(idleMegabytes),
        '',
        '',
        '',
        '',
      ]),
    ],
    figures: [
      {
        what: 'start',
        value: startSeconds,
        unit: 's',
        bound: 'at most',
        floor: ASKED.startSeconds,
      },
      { what: 'idle', value: idle.now, unit: 'MB', bound: 'at most', floor: ASKED.idleMegabytes },
      {
        what: `growth of what lives by ${ROWS.many / ROWS.few} times the rows`,
        value: many.live / few.live,
        unit: 'x',
        bound: 'at most',
        floor: ROWS.many / ROWS.few,
      },
    ],
  };
}

/** A laptop cloud through which a few rows go, and then many. */
async function asRowsPass() {
  const laptop = await measuredLaptop({ fast: FAST, limitsEnforced: false, bufferSeconds: 60 });
  try {
    const linesOf = readingLines(laptop);
    const memoryAfter = async (readings: Readings) => {
      const { lines } = await linesOf(readings.rows);
      compareReadings(lines, readings);
      return laptop.memoryMegabytes();
    };
    // Before the start: what is inserted while its table is loaded comes by the load and as a change.
    const loaded = { from: 0, rows: ROWS.few, noteBytes: NOTE_BYTES };
    await insertReadings(laptop, loaded);
    await startTask(laptop.target, silentScreen);
    const few = await memoryAfter(loaded);
    const changed = { ...loaded, from: ROWS.few, rows: ROWS.many - ROWS.few };
    await insertReadings(laptop, changed);
    return { few, many: await memoryAfter(changed) };
  } finally {
    await laptop.close();
  }
}

/** The laptop cloud as `tributary local` leaves it to wait, before its task starts. */
async function atRest() {
  const laptop = await measuredLaptop({ fast: 1, limitsEnforced: true, bufferSeconds: 60 });
  try {
    return { startSeconds: laptop.startSeconds, idle: await laptop.memoryMegabytes() };
  } finally {
    await laptop.close();
  }
}

async function peer(
  tool: Tool<{ start(): Promise<OutsideServer> }>,
): Promise<{ startSeconds: number; idleMegabytes: number }> {
  if ('missing' in tool) throw new Error(`The measurement needs ${tool.missing}`);
  let server: OutsideServer | undefined;
  const startSeconds = await seconds(async () => {
    server = await tool.found.start();
  });
  const idleMegabytes = residentMegabytes(server?.processId ?? 0);
  await server?.stop();
  return { startSeconds, idleMegabytes };
}

/** https://www.kernel.org/doc/html/latest/filesystems/proc.html */
function residentMegabytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
}
