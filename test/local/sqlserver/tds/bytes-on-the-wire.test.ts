import { once } from 'node:events';
import type { SqlValue } from '../../../../local/sqlserver/types/sql-type';
import { bytes } from './hex';
import {
  answerTo,
  batch,
  loggedIn,
  login7,
  NO_TRANSACTION,
  packet,
  PRELOGIN_WITHOUT_ENCRYPTION,
  rawClient,
} from './raw-client';
import { ScriptedEngine } from './scripted-engine';
import { TestServers } from './test-servers';

const engine = new ScriptedEngine();
const servers = new TestServers(engine);
afterEach(() => servers.closeAll());

describe('bytes on the wire', () => {
  it('answer a batch without results with one DONE', async () => {
    const socket = await loggedIn(await servers.listen());

    expect(await answerTo(socket, batch('x'))).toEqual(
      bytes('04 01 00 15 00 00 01 00 FD 00 00 00 00 00 00 00 00 00 00 00 00'),
    );
    socket.destroy();
  });

  it('say why a client without encryption is refused, if it goes on', async () => {
    const socket = await rawClient(await servers.listen({ encryption: 'required' }));

    const prelogin = await answerTo(socket, PRELOGIN_WITHOUT_ENCRYPTION);
    const login = await answerTo(socket, login7());

    expect(prelogin.readUInt8(8 + 0x20)).toBe(3);
    expect(login.readUInt8(8)).toBe(0xaa);
    expect(login.readUInt32LE(11)).toBe(17835);
    await once(socket, 'close');
  });

  it('refuse TDS 7.1 by name', async () => {
    const socket = await rawClient(await servers.listen());
    await answerTo(socket, PRELOGIN_WITHOUT_ENCRYPTION);

    const answer = await answerTo(socket, login7(0x71000001));

    expect(answer.toString('utf16le', 19)).toContain('TDS version 0x71000001, below 7.3,');
    await once(socket, 'close');
  });

  it('acknowledge a reset, and put database and transaction back', async () => {
    const socket = await loggedIn(await servers.listen());
    const session = engine.lastSession;
    session.database = 'sales';
    session.inTransaction = true;
    await answerTo(socket, batch('x'));
    const withReset = batch('x');
    withReset.writeUInt8(0x09, 1);

    const answer = await answerTo(socket, withReset);

    expect(session.log).toContain('reset');
    expect(answer.subarray(8, 22)).toEqual(bytes('E3 0B 00 0A 00 08 01 00 00 00 00 00 00 00'));
    expect(answer.toString('hex')).toContain('e30300120000');
    expect(session.database).toBe('master');
    socket.destroy();
  });

  it('announce transactions that T-SQL begins, and tell commit from rollback', async () => {
    engine.scripts['begin tran'] = ({ session, sink }) => {
      session.inTransaction = true;
      sink.done();
      return undefined;
    };
    engine.scripts['rollback'] = ({ session, sink }) => {
      session.inTransaction = false;
      sink.transactionRolledBack?.();
      sink.done();
      return undefined;
    };
    const socket = await loggedIn(await servers.listen());

    const begun = await answerTo(socket, batch('begin tran'));
    const ended = await answerTo(socket, batch('rollback'));

    expect(begun.subarray(8)).toEqual(
      bytes('E3 0B 00 08 08 01 00 00 00 00 00 00 00 00 FD 04 00 00 00 00 00 00 00 00 00 00 00'),
    );
    expect(ended.subarray(8, 22)).toEqual(bytes('E3 0B 00 0A 00 08 01 00 00 00 00 00 00 00'));
    socket.destroy();
  });

  it('save a transaction under its name', async () => {
    const socket = await loggedIn(await servers.listen());
    const body = Buffer.concat([NO_TRANSACTION, bytes('09 00 06 61 00 5D 00 62 00')]);

    await answerTo(socket, packet(0x0e, body));

    expect(engine.lastSession.log).toEqual(['SAVE TRANSACTION [a]]b]']);
    socket.destroy();
  });

  it('acknowledge an attention that comes after its request was answered', async () => {
    const socket = await loggedIn(await servers.listen());
    await answerTo(socket, batch('x'));

    expect((await answerTo(socket, packet(6, Buffer.alloc(0)))).subarray(8, 11)).toEqual(
      bytes('FD 20 00'),
    );
    socket.destroy();
  });

  it('answer a request that the client gave up half-way with an error, and do not run it', async () => {
    const socket = await loggedIn(await servers.listen());
    const givenUp = batch('drop table t');
    givenUp.writeUInt8(0x03, 1);

    const answer = await answerTo(socket, givenUp);

    expect(answer.subarray(8, 11)).toEqual(bytes('FD 02 00'));
    expect(engine.lastSession.log).toEqual([]);
    socket.destroy();
  });

  it('end a bulk load without DONE where the message ends, as freebcp does', async () => {
    const socket = await loggedIn(await servers.listen());
    await answerTo(socket, batch('insert bulk t ([a] int)'));
    const columns = '81 01 00 00 00 00 00 09 00 26 04 01 61 00';
    const rows = 'D1 04 05 00 00 00 D1 00 D2 01';

    const answer = await answerTo(socket, packet(7, bytes(columns + rows)));

    expect(engine.lastSession.bulkRows).toEqual([[5], [null], [null]] satisfies SqlValue[][]);
    expect(answer.subarray(8)).toEqual(bytes('FD 10 00 C3 00 03 00 00 00 00 00 00 00'));
    socket.destroy();
  });

  it('refuse cursors by name', async () => {
    const socket = await loggedIn(await servers.listen());
    const call = Buffer.concat([NO_TRANSACTION, bytes('FF FF 02 00 00 00')]);

    const answer = await answerTo(socket, packet(3, call));

    expect(answer.readUInt32LE(11)).toBe(40517);
    expect(answer.toString('utf16le', 19)).toContain('The procedure sp_cursoropen is outside');
    socket.destroy();
  });

  it('refuse a prepared statement that is not there', async () => {
    const socket = await loggedIn(await servers.listen());
    const call = bytes('FF FF 0C 00 00 00 00 00 26 04 04 09 00 00 00');

    const answer = await answerTo(socket, packet(3, Buffer.concat([NO_TRANSACTION, call])));

    expect(answer.readUInt32LE(11)).toBe(8179);
    socket.destroy();
  });
});
