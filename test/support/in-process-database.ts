import type { Socket } from 'node:net';
import type { Cloud } from '../../local/cloud';
import type { DatabaseServers } from '../../local/services/rds/service';
import { createEngine } from '../../local/sqlserver/create-engine';
import type { SqlEngine } from '../../local/sqlserver/session';
import type { ServerEncryption } from '../../local/sqlserver/tds/prelogin';
import { serveTds } from '../../local/sqlserver/tds/tds-connection';
import { memorySocketPair } from './memory-socket';

/** SQL Server stand-ins that no socket leads to. */
export interface InProcessDatabases {
  servers: DatabaseServers;
  /** A connection to the server that "listens" there, for any SQL client that takes a stream. */
  connect(address: { port: number }): Socket;
  /** The administrator whom the definition made up. */
  administrator(): { user: string; password: string };
}

interface Served {
  engine: SqlEngine;
  encryption: ServerEncryption;
}

const FIRST_PORT = 1433;

/** `encryption` in place of what the definition asks for: TLS in memory costs more than all else. */
export function inProcessDatabases(
  cloud: Cloud,
  { encryption }: { encryption?: ServerEncryption } = {},
): InProcessDatabases {
  const served = new Map<number, Served>();
  let administrator: { user: string; password: string } | undefined;
  return {
    administrator: () => {
      if (administrator === undefined) throw new Error('The definition started no database');
      return administrator;
    },
    connect: ({ port }) => {
      const server = served.get(port);
      if (server === undefined) throw new Error(`Nothing listens on port ${String(port)}`);
      const ends = memorySocketPair();
      void serveTds(ends.server, { ...server, report: cloud.report });
      return ends.client;
    },
    servers: {
      start: async (instance) => {
        administrator = instance.administrator;
        const engine = await createEngine({
          ...cloud,
          logName: `sqlserver/${instance.id}`,
          administrator,
          kind: 'rds',
        });
        const port = FIRST_PORT + served.size;
        served.set(port, {
          engine,
          encryption: encryption ?? (instance.forceEncryption ? 'required' : 'optional'),
        });
        return { host: '127.0.0.1', port, close: () => engine.close() };
      },
    },
  };
}
