import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import sql from 'mssql';

/** The bytes that an unmodified client sends in a session with a bit of everything, message by message. */
export async function recordClient(server: {
  port: number;
  user: string;
  password: string;
}): Promise<Buffer[]> {
  const sent: Buffer[] = [];
  const pool = await new sql.ConnectionPool({
    server: '127.0.0.1',
    user: server.user,
    password: server.password,
    pool: { min: 0, max: 1 },
    options: {
      encrypt: false,
      trustServerCertificate: true,
      connector: () => recordedSocket(server.port, sent),
    } as unknown as sql.IOptions,
  }).connect();
  await everyKindOfRequest(pool);
  await pool.close();
  return messagesOf(Buffer.concat(sent));
}

async function recordedSocket(port: number, sent: Buffer[]): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]) => {
    sent.push(Buffer.from(args[0] as Uint8Array));
    return write(...args);
  };
  return socket;
}

async function everyKindOfRequest(pool: sql.ConnectionPool): Promise<void> {
  await pool.query('CREATE TABLE dbo.t (id int PRIMARY KEY, note nvarchar(50) NULL, at datetime2)');
  await pool.query("INSERT INTO dbo.t VALUES (1, N'a', '2022-05-15'); SELECT * FROM dbo.t");
  await pool
    .request()
    .input('i', sql.Int, 7)
    .input('n', sql.NVarChar(50), 'Zoë')
    .input('d', sql.Decimal(38, 10), 1.5)
    .input('b', sql.VarBinary, Buffer.from([1, 2, 3]))
    .input('m', sql.NVarChar(sql.MAX), 'x'.repeat(100))
    .input('t', sql.DateTimeOffset, new Date(0))
    .input('g', sql.UniqueIdentifier, '6F9619FF-8B86-D011-B42D-00C04FC964FF')
    .query('SELECT @i, @n, @d, @b, @m, @t, @g');
  const transaction = pool.transaction();
  await transaction.begin();
  await transaction.request().query('UPDATE dbo.t SET note = NULL WHERE id = 1');
  await transaction.commit();
  const table = new sql.Table('dbo.t');
  table.columns.add('id', sql.Int, { nullable: false });
  table.columns.add('note', sql.NVarChar(50), { nullable: true });
  table.columns.add('at', sql.DateTime2(7), { nullable: true });
  table.rows.add(2, 'bulk', new Date(0));
  table.rows.add(3, null, null);
  await pool.request().bulk(table);
  const prepared = new sql.PreparedStatement(pool);
  prepared.input('id', sql.Int);
  await prepared.prepare('SELECT note FROM dbo.t WHERE id = @id');
  await prepared.execute({ id: 2 });
  await prepared.unprepare();
  await pool
    .request()
    .execute('sys.sp_helpsrvrolemember')
    .catch(() => undefined);
}

const LAST_PACKET = 1;

function messagesOf(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  let start = 0;
  for (let at = 0; at + 8 <= bytes.length;) {
    const isLast = (bytes.readUInt8(at + 1) & LAST_PACKET) !== 0;
    at += bytes.readUInt16BE(at + 2);
    if (!isLast) continue;
    messages.push(bytes.subarray(start, at));
    start = at;
  }
  return messages;
}
