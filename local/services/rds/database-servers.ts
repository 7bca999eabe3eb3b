import { join } from 'node:path';
import { accountFolder } from '../../accounts';
import type { Cloud } from '../../cloud';
import { DefinitionError } from '../../definition/definition-error';
import type { DatabaseServers } from './service';
import { startStandIn } from './standin-server';

export interface DatabaseServersOptions {
  stateDirectory: string;
  sqlPort: number;
  divideWaitsBy: number;
  chanceSeed?: string;
  sqlServerUrl?: string;
}

/** The stand-in for every `aws_db_instance`, or the one real server of `SQLSERVER_URL`. */
export function databaseServers(cloud: Cloud, options: DatabaseServersOptions): DatabaseServers {
  return options.sqlServerUrl === undefined
    ? standIn(cloud, options)
    : realServer(options.sqlServerUrl);
}

function standIn(cloud: Cloud, options: DatabaseServersOptions): DatabaseServers {
  const { stateDirectory, sqlPort, divideWaitsBy, chanceSeed } = options;
  const root = join(stateDirectory, accountFolder(cloud.account) ?? '', 'sqlserver');
  return {
    start: (instance) =>
      startStandIn({ ...instance, root, port: sqlPort, divideWaitsBy, chanceSeed }, cloud.report),
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
