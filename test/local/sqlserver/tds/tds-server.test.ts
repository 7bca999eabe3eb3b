import sql from 'mssql';
import { loggedIn } from './raw-client';
import { PASSWORD, ScriptedEngine } from './scripted-engine';
import { TestServers } from './test-servers';

const engine = new ScriptedEngine();
const servers = new TestServers(engine);
afterEach(() => servers.closeAll());

function pool(port: number, options: { encrypt?: boolean; password?: string } = {}) {
  return new sql.ConnectionPool({
    server: 'localhost',
    port,
    user: 'sa',
    password: options.password ?? PASSWORD,
    options: { encrypt: options.encrypt ?? false, trustServerCertificate: true },
  }).connect();
}

describe('a login', () => {
  it('succeeds in the clear', async () => {
    const client = await pool(await servers.listen());

    expect(client.connected).toBe(true);
    await client.close();
  });

  it('succeeds in TLS, and large results and loads pass through it', async () => {
    engine.scripts['large'] = async ({ sink }) => {
      sink.columns([{ name: 't', type: { name: 'nvarchar', length: 'max' }, nullable: false }]);
      for (let row = 0; row < 20; row++) {
        sink.row(['x'.repeat(100_000)]);
        await sink.drained?.();
      }
      sink.done(20);
      return [];
    };
    const client = await pool(await servers.listen(), { encrypt: true });
    const table = new sql.Table('t');
    table.create = false;
    table.columns.add('n', sql.NVarChar(sql.MAX), { nullable: false });
    for (let row = 0; row < 20; row++) table.rows.add('y'.repeat(100_000));

    const { recordset } = await client.request().query<{ t: string }>('large');
    const { rowsAffected } = await client.request().bulk(table);

    expect(recordset.map(({ t }) => t.length)).toEqual(Array.from({ length: 20 }, () => 100_000));
    expect(rowsAffected).toBe(20);
    await client.close();
  });

  it('with a wrong password is refused with 18456', async () => {
    const port = await servers.listen();

    await expect(pool(port, { password: 'wrong' })).rejects.toMatchObject({
      code: 'ELOGIN',
      message: "Login failed for user 'sa'.",
    });
  });

  it('in the clear is refused where encryption is required', async () => {
    const port = await servers.listen({ encryption: 'required' });

    await expect(pool(port)).rejects.toMatchObject({ code: 'EENCRYPT' });
  });

  it('in TLS succeeds where encryption is required', async () => {
    const client = await pool(await servers.listen({ encryption: 'required' }), { encrypt: true });

    expect(client.connected).toBe(true);
    await client.close();
  });
});

describe('listenTds', () => {
  it('says which port is taken', async () => {
    const port = await servers.listen();

    await expect(servers.listen({ port })).rejects.toThrow(
      `Cannot listen for SQL clients on 127.0.0.1:${port}`,
    );
  });

  it('closes every session when it closes', async () => {
    const port = await servers.listen();
    await loggedIn(port);
    const session = engine.lastSession;

    await servers.closeAll();

    expect(session.closed).toBe(true);
  });
});
