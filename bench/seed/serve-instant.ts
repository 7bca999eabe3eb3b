import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { SqlEngine } from '../../local/sqlserver/session';
import { logIn } from '../../local/sqlserver/tds/log-in';
import { PACKET } from '../../local/sqlserver/tds/packet';
import { Response } from '../../local/sqlserver/tds/response';
import { TransactionWatch } from '../../local/sqlserver/tds/transaction-watch';
import { Wire } from '../../local/sqlserver/tds/wire';

const SESSION = { database: 'master', inTransaction: false, close: () => undefined };
/** A session that is never asked anything: requests are answered before they would reach it. */
const ENGINE: SqlEngine = {
  login: () => SESSION as unknown as ReturnType<SqlEngine['login']>,
};
/** What mssql sends before each statement, to see whether the connection lives. */
const PING = Buffer.from('SELECT 1', 'utf16le');

/** Reads every request whole and answers at once as SQL Server would: what a client can do alone. */
async function serve(socket: Socket): Promise<void> {
  const wire = new Wire(socket);
  const session = await logIn(wire, { engine: ENGINE, encryption: 'optional' });
  if (session === undefined) return;
  const watch = new TransactionWatch(session);
  for (let message = await wire.next(); message !== undefined; message = await wire.next()) {
    const request = await wire.readWhole(message);
    const kind = message.type === PACKET.rpc ? 'call' : 'batch';
    const response = new Response(wire.answer(), { watch, database: SESSION.database }, kind);
    if (request.includes(PING)) {
      response.columns([{ name: '', type: { name: 'int' }, nullable: false }]);
      response.row([1]);
      response.done(1);
    } else response.inserted(1);
    if (kind === 'call') response.finishCall({ status: 0, output: [], more: false });
    else response.finish();
  }
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  serve(socket).catch(() => socket.destroy());
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
