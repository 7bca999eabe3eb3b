import sql from 'mssql';
import { connect, type Socket } from 'node:net';
import { chance } from '../../../local/chance';
import { systemClock } from '../../../local/clock';
import { createEngine } from '../../../local/sqlserver/create-engine';
import { listenTds } from '../../../local/sqlserver/tds/tds-server';
import { memoryStorage } from '../../../local/storage/memory-storage';

const administrator = { user: 'sa', password: 'correct horse' };

let engine: Awaited<ReturnType<typeof createEngine>>;
let server: Awaited<ReturnType<typeof listenTds>>;
const pools: sql.ConnectionPool[] = [];

beforeAll(async () => {
  engine = await createEngine({
    ...{ clock: systemClock(), chance: chance('cut'), storage: memoryStorage() },
    ...{ logName: 'sqlserver', administrator, kind: 'sqlserver' },
  });
  server = await listenTds({
    ...{ engine, encryption: 'optional', host: '127.0.0.1', port: 0 },
    report: () => undefined,
  });
});

afterAll(async () => {
  for (const pool of pools) await pool.close();
  await server.close();
  await engine.close();
});

/** A client whose one connection runs over a socket that the test can cut. */
async function client(): Promise<{ pool: sql.ConnectionPool; socket: () => Socket }> {
  let socket: Socket | undefined;
  const connector = () => {
    socket = connect(server.port, '127.0.0.1');
    return Promise.resolve(socket);
  };
  const pool = await new sql.ConnectionPool({
    ...{ server: 'localhost', user: 'sa', password: administrator.password },
    pool: { max: 1 },
    options: { encrypt: false, trustServerCertificate: true, connector } as unknown as sql.IOptions,
  }).connect();
  pool.on('error', () => undefined);
  pools.push(pool);
  return { pool, socket: () => socket! };
}

describe('a connection that is cut inside a transaction', () => {
  it.each([
    { moment: 'between two statements' },
    { moment: 'while a statement runs', last: "WAITFOR DELAY '00:01:00'" },
  ])('$moment leaves nothing of it, and no lock', async ({ last }) => {
    const { pool: other } = await client();
    await other.query(
      "IF OBJECT_ID('dbo.t') IS NULL CREATE TABLE dbo.t (id int PRIMARY KEY, v int)",
    );
    await other.query('DELETE dbo.t; INSERT dbo.t VALUES (1, 0)');
    const { pool, socket } = await client();
    await pool.query('BEGIN TRANSACTION; UPDATE dbo.t SET v = 1; INSERT dbo.t VALUES (2, 2)');
    if (last !== undefined) {
      const written = socket().bytesWritten;
      pool.query(last).catch(() => undefined);
      while (socket().bytesWritten === written) await new Promise(setImmediate);
    }

    socket().destroy();

    const { recordset } = await other.query('SET LOCK_TIMEOUT 20000; SELECT id, v FROM dbo.t');
    expect(recordset).toEqual([{ id: 1, v: 0 }]);
  });
});
