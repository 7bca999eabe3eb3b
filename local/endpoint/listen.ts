import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { closeIdleSession, type IdleLimits } from './close-idle-session';
import type { Exchange } from './exchange';
import { serveRequest } from './serve-request';

export interface ListenOptions {
  exchange: Exchange;
  host: '127.0.0.1';
  /** 0 takes any free port. */
  port: number;
  limits?: IdleLimits;
}

export interface Endpoint {
  port: number;
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Stops listening and closes every connection, idle or not. */
  close(): Promise<void>;
}

/** What a client with prior knowledge of HTTP/2 says first (RFC 9113, 3.4); no HTTP/1 method starts so. */
const HTTP2_PREFACE_START = 'PRI';

/** A Lambda function may take 15 minutes to answer. */
const LIMITS: IdleLimits = { idleMilliseconds: 60_000, answerMilliseconds: 960_000 };

/** Serves HTTP/1.1 and prior-knowledge HTTP/2 on one loopback port. */
export async function listenEndpoint(options: ListenOptions): Promise<Endpoint> {
  const { exchange, host, port, limits = LIMITS } = options;
  const serve = (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => void serveRequest(exchange, request, response);
  const http1 = createHttpServer({ keepAliveTimeout: limits.idleMilliseconds }, serve);
  http1.timeout = limits.answerMilliseconds;
  const http2 = createHttp2Server(
    { settings: { maxConcurrentStreams: 1000, initialWindowSize: 1 << 20 } },
    serve,
  );
  http2.on('session', (session) => closeIdleSession(session, limits));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(limits.idleMilliseconds, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0).removeAllListeners('timeout');
      socket.pause();
      socket.unshift(first);
      const isHttp2 =
        first.toString('latin1', 0, HTTP2_PREFACE_START.length) === HTTP2_PREFACE_START;
      (isHttp2 ? http2 : http1).emit('connection', socket);
      // An HTTP/2 session takes what was put back out of the paused socket by itself.
      if (!isHttp2) socket.resume();
    });
  });
  await listen(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        http1.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isBusy = cause.code === 'EADDRINUSE';
      const message = isBusy
        ? `Port ${port} on ${host} is in use by another program. Choose another with --port.`
        : `Cannot listen on ${host}:${port}: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
    server.listen({ host, port }, () => resolve());
  });
}
