import type { Cloud } from '../../cloud';
import { DefinitionError } from '../../definition/definition-error';
import { createEngine } from '../../sqlserver/create-engine';
import { listenTds } from '../../sqlserver/tds/tds-server';
import type { DatabaseServers } from './service';

/** The stand-in for every `aws_db_instance`, or the one real server of `SQLSERVER_URL`. */
export function databaseServers(
  cloud: Cloud,
  options: { sqlPort: number; sqlServerUrl?: string },
): DatabaseServers {
  return options.sqlServerUrl === undefined
    ? standIn(cloud, options.sqlPort)
    : realServer(options.sqlServerUrl);
}

function standIn(cloud: Cloud, port: number): DatabaseServers {
  return {
    start: async ({ id, administrator, forceEncryption }) => {
      const engine = await createEngine({
        clock: cloud.clock,
        chance: cloud.chance,
        storage: cloud.storage,
        logName: `sqlserver/${id}`,
        administrator,
        kind: 'rds',
      });
      const server = await listenTds({
        engine,
        host: '127.0.0.1',
        port,
        encryption: forceEncryption ? 'required' : 'optional',
        report: cloud.report,
      });
      return {
        host: '127.0.0.1',
        port: server.port,
        close: async () => {
          await server.close();
          await engine.close();
        },
      };
    },
  };
}

const DEFAULT_PORT = 1433;

function realServer(text: string): DatabaseServers {
  const url = parseUrl(text);
  return {
    administrator: {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    },
    start: () =>
      Promise.resolve({
        host: url.hostname,
        port: url.port === '' ? DEFAULT_PORT : Number(url.port),
        close: () => Promise.resolve(),
      }),
  };
}

/** Never repeats the address in its message: it holds the password. */
function parseUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'mssql:' && url.username !== '' && url.hostname !== '') return url;
  }
  throw new DefinitionError('SQLSERVER_URL is not of the form mssql://user:password@host:port.');
}
