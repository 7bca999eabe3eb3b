import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'mssql';
import { startStandIn } from '../../../../local/services/rds/standin-server';

const administrator = { user: 'admin', password: 'Made-up-for-1-test' };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tributary-standin-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const start = (port: number) =>
  startStandIn(
    { id: 'billing', root, port, administrator, forceEncryption: true, divideWaitsBy: 1 },
    () => undefined,
  );

async function ask(port: number, statement: string): Promise<unknown> {
  const pool = await new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    ...administrator,
    options: { encrypt: true, trustServerCertificate: true, serverName: 'localhost' },
  }).connect();
  try {
    return (await pool.request().query(statement)).recordset;
  } finally {
    await pool.close();
  }
}

it('serves clients from its thread, and has after a restart what it had before', async () => {
  const first = await start(0);
  await ask(first.port, 'CREATE DATABASE kept');
  await first.close();
  const second = await start(0);
  const found = await ask(second.port, "SELECT name FROM sys.databases WHERE name = 'kept'");
  await second.close();
  expect(found).toEqual([{ name: 'kept' }]);
});

it('names the port that is taken', async () => {
  const first = await start(0);
  await expect(start(first.port)).rejects.toThrow(
    `Cannot listen for SQL clients on 127.0.0.1:${first.port}: listen EADDRINUSE`,
  );
  await first.close();
});
