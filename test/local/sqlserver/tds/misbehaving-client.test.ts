import { once } from 'node:events';
import { bytes } from './hex';
import {
  answerTo,
  batch,
  loggedIn,
  packet,
  PRELOGIN_WITHOUT_ENCRYPTION,
  rawClient,
} from './raw-client';
import { ScriptedEngine } from './scripted-engine';
import { TestServers } from './test-servers';

const engine = new ScriptedEngine();
const servers = new TestServers(engine);
afterEach(() => servers.closeAll());

async function serverStillWorks(port: number): Promise<void> {
  const socket = await loggedIn(port);
  expect((await answerTo(socket, batch('select 1'))).readUInt8(8)).toBe(0xfd);
  socket.destroy();
}

describe('a client that misbehaves', () => {
  it('is dropped for bytes that are no TDS', async () => {
    const port = await servers.listen();
    const socket = await rawClient(port);

    socket.write('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'close');

    expect(servers.reported.join()).toContain('Expected a TDS packet of a client, got type 0x47.');
    await serverStillWorks(port);
  });

  it.each([
    ['inside PRELOGIN packets', packet(0x12, Buffer.alloc(100, 0x99))],
    ['bare', Buffer.alloc(100, 0x99)],
  ])('is dropped for garbage in place of the TLS handshake, %s', async (_name, garbage) => {
    const port = await servers.listen();
    const socket = await rawClient(port);
    await answerTo(socket, bytes('12 01 00 0F 00 00 01 00 01 00 06 00 01 FF 01'));

    socket.write(garbage);
    socket.resume();
    await once(socket, 'close');

    await serverStillWorks(port);
  });

  it('is dropped for a packet above the negotiated size', async () => {
    const port = await servers.listen();
    const socket = await loggedIn(port);
    const { log } = engine.lastSession;

    socket.write(packet(1, Buffer.alloc(5000)));
    await once(socket, 'close');

    expect(servers.reported.join()).toContain('Expected a packet of 8 to 4096 bytes, got 5008.');
    expect(log).toEqual(['close']);
    await serverStillWorks(port);
  });

  it('is dropped for a request that contradicts itself', async () => {
    const port = await servers.listen();
    const socket = await loggedIn(port);

    socket.write(packet(1, bytes('FF FF FF 00')));
    await once(socket, 'close');

    expect(servers.reported.join()).toContain(
      'The headers of a request are longer than the request.',
    );
    await serverStillWorks(port);
  });

  it('and goes in the middle of a request has its session closed', async () => {
    const port = await servers.listen();
    const socket = await loggedIn(port);
    const session = engine.lastSession;

    socket.write(packet(1, Buffer.alloc(100), 0));
    socket.destroy();
    await serverStillWorks(port);

    expect(session.closed).toBe(true);
  });

  it('and goes while its request runs has the request aborted', async () => {
    const port = await servers.listen();
    let aborted: Promise<unknown> | undefined;
    const started = new Promise<void>((resolve) => {
      engine.scripts['wait'] = ({ signal }) => {
        aborted = once(signal, 'abort');
        resolve();
        return aborted.then(() => []);
      };
    });
    const socket = await loggedIn(port);
    const session = engine.lastSession;

    socket.write(batch('wait'));
    await started;
    socket.destroy();
    await aborted;
    await serverStillWorks(port);

    expect(session.closed).toBe(true);
  });

  it('and goes in the middle of a bulk load inserts nothing', async () => {
    const port = await servers.listen();
    const socket = await loggedIn(port);
    const session = engine.lastSession;
    await answerTo(socket, batch('insert bulk t ([a] int)'));

    socket.write(packet(7, bytes('81 01 00 00 00 00 00 09 00 26 04 01 61 00 D1 04 05 00'), 0));
    socket.destroy();
    await serverStillWorks(port);

    expect(session.bulkRows).toEqual([]);
    expect(session.closed).toBe(true);
  });

  it('and never logs in is dropped after half a minute', async () => {
    let expire: () => void = () => undefined;
    const port = await servers.listen({
      clock: {
        now: () => 0,
        paced: () => 0,
        wait: () => Promise.resolve(),
        timeout: (milliseconds) => {
          expect(milliseconds).toBe(30_000);
          return new Promise((resolve) => (expire = resolve));
        },
        track: (work) => work,
        pause: () => Promise.resolve(),
      },
    });
    const socket = await rawClient(port);
    await answerTo(socket, PRELOGIN_WITHOUT_ENCRYPTION);

    expire();

    await once(socket, 'close');
  });
});
