import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { serveTds, type ServeTdsOptions } from './tds-connection';
import { tlsContext } from './tls-context';

export interface ListenTdsOptions extends ServeTdsOptions {
  host: '127.0.0.1';
  /** 0 takes any free port. */
  port: number;
}

/** Rejects when the port is taken. `close` drops every client and resolves when all sessions are closed. */
export async function listenTds(
  options: ListenTdsOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  tlsContext();
  const served = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const done = serveTds(socket, options).finally(() => served.delete(socket));
    served.set(socket, done);
  });
  await listening(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of served.keys()) socket.destroy();
      await Promise.all([closed, ...served.values()]);
    },
  };
}

function listening(server: Server, { host, port }: ListenTdsOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(
        new Error(`Cannot listen for SQL clients on ${host}:${port}: ${cause.message}`, { cause }),
      );
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}
