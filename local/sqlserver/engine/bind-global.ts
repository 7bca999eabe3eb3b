import { outsideSubset } from '../outside-subset';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { Bound } from './binding';
import type { EngineSession } from './engine-session';
import { versionText } from './server-version';

const INT: SqlType = { name: 'int' };
const NAME: SqlType = { name: 'nvarchar', length: 128 };

const GLOBALS: Record<
  string,
  { type: SqlType; read(session: EngineSession): SqlValue } | undefined
> = {
  '@@ROWCOUNT': { type: INT, read: ({ state }) => state.rowCount },
  '@@ERROR': { type: INT, read: ({ state }) => state.lastError },
  '@@TRANCOUNT': { type: INT, read: (session) => session.transactionCount },
  '@@SPID': { type: { name: 'smallint' }, read: (session) => session.spid },
  '@@IDENTITY': {
    type: { name: 'decimal', precision: 38, scale: 0 },
    read: ({ state }) => (state.identity === null ? null : { unscaled: state.identity, scale: 0 }),
  },
  '@@VERSION': {
    type: { name: 'nvarchar', length: 300 },
    read: ({ engine }) => versionText(engine.edition),
  },
  '@@SERVERNAME': { type: NAME, read: ({ engine }) => engine.serverName },
  '@@SERVICENAME': { type: NAME, read: () => 'MSSQLSERVER' },
  '@@FETCH_STATUS': { type: INT, read: ({ state }) => state.fetchStatus },
  '@@NESTLEVEL': { type: INT, read: ({ state }) => state.nestLevel },
  '@@LANGUAGE': { type: NAME, read: () => 'us_english' },
  '@@LANGID': { type: { name: 'smallint' }, read: () => 0 },
  '@@DATEFIRST': { type: { name: 'tinyint' }, read: () => 7 },
  '@@LOCK_TIMEOUT': { type: INT, read: ({ lockTimeoutMilliseconds }) => lockTimeoutMilliseconds },
  '@@MAX_PRECISION': { type: { name: 'tinyint' }, read: () => 38 },
  '@@MICROSOFTVERSION': { type: INT, read: () => 0x0f000fa0 },
  '@@OPTIONS': { type: INT, read: () => 5496 },
  '@@TEXTSIZE': { type: INT, read: () => 2147483647 },
  '@@PROCID': { type: INT, read: () => 0 },
};

export function bindGlobal(name: string, line: number): Bound {
  const found = GLOBALS[name.toUpperCase()];
  if (found === undefined) throw outsideSubset(name, line);
  return { type: found.type, nullable: true, evaluate: ({ session }) => found.read(session) };
}
