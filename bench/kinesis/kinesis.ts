import { join } from 'node:path';
import type { Tool } from '../../test/support/require-tool';
import { findKinesisLocal, findNpmPeer, type NpmPeer } from '../../test/peers/npm-peer';
import { forkTypescript } from '../fork-typescript';
import type { Figure, Report } from '../report';
import { median } from '../rounds';
import { streamRates, TIMES_READ, type StreamLoad } from './stream-rates';

const ROUNDS = 5;
const CALLS = { put: 'PutRecords', get: 'GetRecords' };
const LOADS: StreamLoad[] = [
  { recordBytes: 100, records: 10_000 },
  { recordBytes: 1000, records: 5000 },
];
/** How many times quicker ours shall be. */
const ASKED = { kinesalite: { floor: 2, goal: 3 }, 'kinesis-local': { floor: 12, goal: 25 } };

type Peer = keyof typeof ASKED;

interface Server {
  url: string;
  stop(): Promise<unknown>;
}

/** PutRecords and GetRecords through the JavaScript SDK, every server in memory and in a process of its own. */
export async function kinesis(): Promise<Report> {
  const servers: Record<ServerName, Server> = {
    tributary: await tributary(),
    kinesalite: await found(
      findNpmPeer('kinesalite', { createStreamMs: 0, deleteStreamMs: 0, shardLimit: 500 }),
    ),
    'kinesis-local': await found(findKinesisLocal()),
  };
  try {
    const rows: (string | number)[][] = [];
    const figures: Figure[] = [];
    for (const load of LOADS) {
      const rates = await ratesInTurns(servers, load);
      for (const [way, call] of Object.entries(CALLS)) {
        const name = `${call}, ${load.recordBytes} B`;
        const found = byServer((server) => median(rates[server].map((each) => each[way as Way])));
        rows.push([name, ...Object.values(found).map((each) => Math.round(each))]);
        figures.push(...ratios(name, found));
      }
    }
    return {
      title: 'Kinesis, records a second through the JavaScript SDK',
      how: `Batches of 500 into four shards, then read back whole, ${TIMES_READ} times; what was read is compared with what was put before a rate counts.`,
      heading: ['call', 'tributary', 'kinesalite', 'kinesis-local'],
      rows,
      figures,
      notes: [
        'The client takes part of the time of every server; ratios of the servers alone are larger.',
      ],
    };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

type ServerName = 'tributary' | Peer;
type Way = keyof typeof CALLS;

function byServer<T>(make: (name: ServerName) => T): Record<ServerName, T> {
  return {
    tributary: make('tributary'),
    kinesalite: make('kinesalite'),
    'kinesis-local': make('kinesis-local'),
  };
}

async function ratesInTurns(
  servers: Record<ServerName, Server>,
  load: StreamLoad,
): Promise<Record<ServerName, Record<Way, number>[]>> {
  const rates = byServer((): Record<Way, number>[] => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, { url }] of Object.entries(servers)) {
      const found = await streamRates(url, load);
      // The first round is for the compilers.
      if (round >= 0) rates[name as ServerName].push(found);
    }
  }
  return rates;
}

function ratios(name: string, rates: Record<ServerName, number>): Figure[] {
  return (Object.keys(ASKED) as Peer[]).map((peer) => ({
    what: `${name}, ours to ${peer}`,
    value: rates.tributary / rates[peer],
    unit: 'x',
    bound: 'at least',
    ...ASKED[peer],
  }));
}

async function tributary(): Promise<Server> {
  const { child, first } = await forkTypescript(join(__dirname, 'serve.ts'));
  return { url: first as string, stop: () => Promise.resolve(child.kill()) };
}

function found(tool: Tool<NpmPeer>): Promise<Server> {
  if ('missing' in tool) throw new Error(`The measurement needs ${tool.missing}`);
  return tool.found.start();
}
