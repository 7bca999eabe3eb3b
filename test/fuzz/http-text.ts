import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import type { ValidRequest } from './valid-requests';

/** The request as HTTP/1.1 has it on the wire. */
export function http1Bytes(request: ValidRequest, body: Uint8Array, port: number): Buffer {
  const headers = {
    host: `127.0.0.1:${port}`,
    ...request.headers,
    'content-length': String(body.length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** All that an HTTP/2 client with prior knowledge sends for the request, preface first. */
export async function recordHttp2(port: number, request: ValidRequest): Promise<Buffer> {
  const sent: Buffer[] = [];
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  // A plain Duplex, since HTTP/2 writes past the methods of a socket.
  const recorded = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      sent.push(Buffer.from(chunk));
      socket.write(chunk, () => done());
    },
  });
  socket.on('data', (chunk: Buffer) => recorded.push(chunk));
  socket.on('error', () => undefined).on('close', () => recorded.destroy());
  const session = connectHttp2(`http://127.0.0.1:${port}`, { createConnection: () => recorded });
  session.on('error', () => undefined);
  const stream = session.request(
    { ':method': request.method, ':path': request.path, ...request.headers },
    { endStream: request.body === '' },
  );
  stream.on('error', () => undefined);
  stream.resume();
  if (request.body !== '') stream.end(request.body);
  await new Promise((resolve) => stream.once('close', resolve));
  session.destroy();
  socket.destroy();
  return Buffer.concat(sent);
}
