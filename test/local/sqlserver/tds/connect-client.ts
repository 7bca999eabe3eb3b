import sql from 'mssql';
import { serveTds, type ServeTdsOptions } from '../../../../local/sqlserver/tds/tds-connection';
import { memorySocketPair } from '../../../support/memory-socket';
import { PASSWORD, type ScriptedEngine } from './scripted-engine';

export interface ClientOptions {
  encrypt?: boolean;
  password?: string;
  server?: Partial<ServeTdsOptions>;
  pool?: { min?: number; max?: number };
  tedious?: Record<string, unknown>;
}

/** An unmodified `mssql` pool whose connections reach the server without a socket. */
export async function connectClient(
  engine: ScriptedEngine,
  options: ClientOptions = {},
): Promise<sql.ConnectionPool> {
  const connector = () => {
    const { client, server } = memorySocketPair();
    void serveTds(server, {
      engine,
      encryption: 'optional',
      report: (event) => {
        throw new Error(event.message);
      },
      ...options.server,
    });
    return Promise.resolve(client);
  };
  return new sql.ConnectionPool({
    server: 'localhost',
    user: 'sa',
    password: options.password ?? PASSWORD,
    pool: options.pool ?? { max: 1 },
    options: {
      encrypt: options.encrypt ?? false,
      trustServerCertificate: true,
      connector,
      ...options.tedious,
    } as unknown as sql.IOptions,
  }).connect();
}
