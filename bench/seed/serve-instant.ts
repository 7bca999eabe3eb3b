import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { SqlEngine } from '../../local/sqlserver/session';
import { logIn } from '../../local/sqlserver/tds/log-in';
import { PACKET } from '../../local/sqlserver/tds/packet';
import { DONE, TOKEN, writeDone, writeReturnStatus } from '../../local/sqlserver/tds/tokens';
import { Wire } from '../../local/sqlserver/tds/wire';

/** A session that is never asked anything: requests are answered before they would reach it. */
const ENGINE: SqlEngine = {
  login: () => ({ database: 'master', close: () => undefined }) as ReturnType<SqlEngine['login']>,
};

/** Reads every request whole and answers at once that it is done: what a client can do alone. */
async function serve(socket: Socket): Promise<void> {
  const wire = new Wire(socket);
  if ((await logIn(wire, { engine: ENGINE, encryption: 'optional' })) === undefined) return;
  for (let message = await wire.next(); message !== undefined; message = await wire.next()) {
    await wire.readWhole(message);
    const answer = wire.answer();
    const isCall = message.type === PACKET.rpc;
    if (isCall) writeReturnStatus(answer.tokens, 0);
    const token = isCall ? TOKEN.doneProcedure : TOKEN.done;
    writeDone(answer.tokens, { token, status: DONE.count, command: 0xc3, rowCount: 1 });
    answer.end();
  }
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  serve(socket).catch(() => socket.destroy());
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
