import sql from 'mssql';
import { chance as cloudChance } from '../../local/chance';
import { systemClock } from '../../local/clock';
import type { CloudEvent } from '../../local/cloud';
import { createEngine } from '../../local/sqlserver/create-engine';
import { listenTds } from '../../local/sqlserver/tds/tds-server';
import { memoryStorage } from '../../local/storage/memory-storage';
import { FuzzChance } from './fuzz-chance';
import { FuzzTally, type FuzzTarget } from './fuzz-target';
import { inFlight } from './in-flight';
import { mutateBytes } from './mutate-bytes';
import { recordClient } from './record-client';
import { throwBytes } from './throw-bytes';
import { watchProcess } from './watch-process';

const ADMINISTRATOR = { user: 'sa', password: 'Str0ng-Passw0rd' };
const CONNECTIONS_AT_ONCE = 64;
const CASES_PER_BATCH = 1000;
const PACKET_BODY_BYTES = 4088;
/** PRELOGIN and LOGIN7: a pool tries one connection before it hands out another. */
const OF_LOGIN = new Set([0x12, 0x10]);

/**
 * Random and mutated bytes at the TDS port: no crash, no connection that stays open, no assertion of the
 * stand-in, and a client of good manners served after each batch.
 */
export const fuzzTds: FuzzTarget = async (run) => {
  const chance = new FuzzChance(run.seed);
  const tally = new FuzzTally(run);
  const current = new Set<Buffer>();
  const suspects = () => Buffer.concat([...current].slice(0, 3));
  const server = await startServer(({ level, message }) => {
    if (level === 'error') tally.find(message, suspects());
  });
  const watch = watchProcess((problem) => tally.find(problem, suspects()));
  const valid = await recordClient({ port: server.port, ...ADMINISTRATOR });
  for (let done = 0; done < run.cases; done += CASES_PER_BATCH) {
    const count = Math.min(CASES_PER_BATCH, run.cases - done);
    await inFlight(CONNECTIONS_AT_ONCE, count, async () => {
      const bytes = conversation(valid, chance);
      current.add(bytes);
      const end = await throwBytes(server.port, bytes);
      current.delete(bytes);
      tally.count(end);
      if (end === 'hangs') tally.find('A connection stays open', bytes);
    });
    await serveGoodClient(server.port).catch((error: unknown) =>
      tally.find(`A good client is not served: ${String(error)}`, Buffer.alloc(0)),
    );
    tally.advance(count);
  }
  watch.stop();
  await server.close();
  return tally.result();
};

async function startServer(report: (event: CloudEvent) => void) {
  const clock = systemClock();
  const engine = await createEngine({
    clock,
    chance: cloudChance('fuzz'),
    storage: memoryStorage(),
    logName: 'sql',
    administrator: ADMINISTRATOR,
    kind: 'sqlserver',
  });
  const server = await listenTds({
    engine,
    clock,
    host: '127.0.0.1',
    port: 0,
    encryption: 'optional',
    report,
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}

/** What a client says from its first byte on: sound up to some message, and broken there. */
function conversation(valid: readonly Buffer[], chance: FuzzChance): Buffer {
  const [prelogin = Buffer.alloc(0), login = Buffer.alloc(0), ...later] = valid;
  const requests = later.filter((message) => !OF_LOGIN.has(message.readUInt8(0)));
  switch (chance.below(6)) {
    case 0:
      return chance.bytes(chance.below(2000));
    case 1:
      return broken(prelogin, chance);
    case 2:
      return Buffer.concat([prelogin, broken(login, chance)]);
    default: {
      const from = chance.below(requests.length);
      const sound = requests.slice(from, from + chance.below(3));
      const next = requests[from + sound.length] ?? chance.pick(requests);
      return Buffer.concat([prelogin, login, ...sound, broken(next, chance)]);
    }
  }
}

/** The message's bytes as they are, or its content within sound packets, so that what reads it is reached. */
function broken(message: Buffer, chance: FuzzChance): Buffer {
  if (chance.below(3) === 0) return mutateBytes(message, chance);
  const body = mutateBytes(bodyOf(message), chance);
  const packets: Buffer[] = [];
  for (let at = 0; at === 0 || at < body.length; at += PACKET_BODY_BYTES) {
    const part = body.subarray(at, at + PACKET_BODY_BYTES);
    const isLast = at + PACKET_BODY_BYTES >= body.length ? 1 : 0;
    const header = Buffer.from([message.readUInt8(0), isLast, 0, 0, 0, 0, 1, 0]);
    header.writeUInt16BE(part.length + header.length, 2);
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}

function bodyOf(message: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += message.readUInt16BE(at + 2)) {
    parts.push(message.subarray(at + 8, at + message.readUInt16BE(at + 2)));
  }
  return Buffer.concat(parts);
}

async function serveGoodClient(port: number): Promise<void> {
  const pool = await new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    ...ADMINISTRATOR,
    options: { encrypt: true, trustServerCertificate: true },
  }).connect();
  const { recordset } = await pool.query<{ answer: number }>('SELECT 6 * 7 AS answer');
  await pool.close();
  if (recordset[0]?.answer !== 42) throw new Error(`Expected 42, got ${JSON.stringify(recordset)}`);
}
