import { once } from 'node:events';
import { MessageWriter } from '../../../../local/sqlserver/tds/message-writer';
import { memorySocketPair } from '../../../support/memory-socket';

function writeBytes(writer: MessageWriter, count: number): void {
  writer.tokens.raw(new Uint8Array(count).fill(0xd1));
  writer.flushFull();
}

describe('MessageWriter', () => {
  it('hands whole packets over before the message ends', async () => {
    const { client, server } = memorySocketPair();
    const writer = new MessageWriter(server, 4096);

    writeBytes(writer, 70_000);
    const [sent] = (await once(client, 'data')) as [Buffer];

    expect(sent.length % 4096).toBe(0);
    expect(sent.subarray(0, 8)).toEqual(Buffer.from([4, 0, 0x10, 0, 0, 0, 1, 0]));
  });

  it('numbers packets on through the message and marks the last alone', async () => {
    const { client, server } = memorySocketPair();
    const writer = new MessageWriter(server, 4096);
    const received: Buffer[] = [];
    client.on('data', (chunk: Buffer) => received.push(chunk));

    writeBytes(writer, 70_000);
    writer.end();
    server.end();
    await once(client, 'end');

    const stream = Buffer.concat(received);
    const headers: [number, number][] = [];
    for (let at = 0; at < stream.length; at += stream.readUInt16BE(at + 2)) {
      headers.push([stream.readUInt8(at + 1), stream.readUInt8(at + 6)]);
    }
    expect(headers).toHaveLength(18);
    expect(headers.map(([, id]) => id)).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
    expect(headers.map(([status]) => status)).toEqual([...new Array<number>(17).fill(0), 1]);
  });

  it('asks to wait while the client does not read, and goes on when it does', async () => {
    const { client, server } = memorySocketPair();
    const writer = new MessageWriter(server, 4096);

    for (let portion = 0; portion < 10; portion++) writeBytes(writer, 70_000);
    const waiting = writer.drained();
    expect(waiting).toBeInstanceOf(Promise);
    client.resume();
    await waiting;

    expect(writer.drained()).toBeUndefined();
  });

  it('lets go when the client leaves instead of reading', async () => {
    const { client, server } = memorySocketPair();
    const writer = new MessageWriter(server, 4096);

    for (let portion = 0; portion < 10; portion++) writeBytes(writer, 70_000);
    const waiting = writer.drained();
    client.destroy();

    await expect(waiting).resolves.toBeUndefined();
  });
});
