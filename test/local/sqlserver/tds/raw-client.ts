import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { bytes } from './hex';
import { PASSWORD } from './scripted-engine';

export const PRELOGIN_WITHOUT_ENCRYPTION = bytes('12 01 00 0F 00 00 01 00 01 00 06 00 01 FF 02');

/** TDS 7.4, packets of 4096 bytes, user "sa", the scripted engine's password. */
export function login7(tdsVersion = 0x74000004): Buffer {
  const user = Buffer.from('sa', 'utf16le');
  const password = Buffer.from(PASSWORD, 'utf16le').map((byte) => {
    const turned = ((byte << 4) | (byte >> 4)) & 0xff;
    return turned ^ 0xa5;
  });
  const body = Buffer.concat([Buffer.alloc(94), user, password]);
  body.writeUInt32LE(body.length, 0);
  body.writeUInt32LE(tdsVersion, 4);
  body.writeUInt32LE(4096, 8);
  body.writeUInt16LE(94, 40);
  body.writeUInt16LE(2, 42);
  body.writeUInt16LE(98, 44);
  body.writeUInt16LE(PASSWORD.length, 46);
  return packet(0x10, body);
}

export function packet(type: number, body: Buffer, status = 1): Buffer {
  const header = Buffer.from([type, status, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(body.length + 8, 2);
  return Buffer.concat([header, body]);
}

/** ALL_HEADERS outside a transaction. */
export const NO_TRANSACTION = bytes(
  '16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00',
);

export function batch(text: string): Buffer {
  return packet(1, Buffer.concat([NO_TRANSACTION, Buffer.from(text, 'utf16le')]));
}

export async function rawClient(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

export async function answerTo(socket: Socket, request: Buffer): Promise<Buffer> {
  socket.write(request);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer;
}

export async function loggedIn(port: number): Promise<Socket> {
  const socket = await rawClient(port);
  await answerTo(socket, PRELOGIN_WITHOUT_ENCRYPTION);
  await answerTo(socket, login7());
  return socket;
}
