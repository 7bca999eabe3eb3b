import { outsideSubset } from '../../outside-subset';
import type {
  AlterAuthorizationStatement,
  AlterDatabaseStatement,
  BackupStatement,
  Expression,
  UseStatement,
} from './ast';
import { parseExpression } from './parse-expression';
import { parseName, parseObjectName } from './parse-name';
import type { TokenReader } from './token-reader';

/** Settings that are a word alone: ALTER DATABASE x SET SINGLE_USER. */
const BARE_SETTINGS: ReadonlySet<string> = new Set([
  'SINGLE_USER',
  'MULTI_USER',
  'RESTRICTED_USER',
  'READ_ONLY',
  'READ_WRITE',
  'ONLINE',
  'OFFLINE',
  'ENABLE_BROKER',
  'DISABLE_BROKER',
]);

export function parseUse(reader: TokenReader): UseStatement {
  const { line } = reader.next();
  return { kind: 'use', line, database: parseName(reader) };
}

/** After ALTER DATABASE. */
export function parseAlterDatabase(reader: TokenReader, line: number): AlterDatabaseStatement {
  const database = reader.accept('CURRENT') ? {} : { database: parseName(reader) };
  if (!reader.accept('SET')) throw outsideSubset(`ALTER DATABASE … ${reader.peek().upper}`, line);
  const settings: Record<string, string> = {};
  reader.list(() => {
    const name = parseName(reader).toUpperCase();
    if (reader.is('(')) throw outsideSubset(`ALTER DATABASE … SET ${name} (…)`, line);
    const bare = BARE_SETTINGS.has(name) && !reader.is('=');
    settings[name] = bare ? 'ON' : parseSettingValue(reader);
  });
  if (reader.accept('WITH')) settings['TERMINATION'] = parseTermination(reader);
  return { kind: 'alter-database', line, ...database, settings };
}

function parseSettingValue(reader: TokenReader): string {
  const assigned = reader.accept('=');
  const { kind } = reader.peek();
  if (kind !== 'word' && !(assigned && kind === 'number')) throw reader.unexpected();
  const value = reader.next().text.toUpperCase();
  if (reader.is('(')) throw outsideSubset(`ALTER DATABASE … ${value} (…)`, reader.peek().line);
  return value;
}

function parseTermination(reader: TokenReader): string {
  if (reader.accept('NO_WAIT')) return 'NO_WAIT';
  reader.expect('ROLLBACK');
  if (reader.accept('IMMEDIATE')) return 'ROLLBACK IMMEDIATE';
  reader.expect('AFTER');
  const { kind, text } = reader.next();
  if (kind !== 'number') throw reader.unexpected();
  reader.accept('SECONDS');
  return `ROLLBACK AFTER ${text}`;
}

/** BACKUP DATABASE x TO DISK = 'path', … WITH …; what WITH says has no effect on a stand-in's backup. */
export function parseBackup(reader: TokenReader): BackupStatement {
  const { line } = reader.next();
  const backup = reader.accept('DATABASE') ? 'database' : 'log';
  if (backup === 'log' && !reader.accept('LOG'))
    throw outsideSubset(`BACKUP ${reader.peek().upper}`, line);
  const database = parseName(reader);
  reader.expect('TO');
  const disks = reader.list(() => parseDisk(reader));
  if (reader.accept('WITH')) reader.list(() => parseBackupOption(reader));
  return { kind: 'backup', line, backup, database, disks };
}

function parseDisk(reader: TokenReader): Expression {
  const { line } = reader.peek();
  if (!reader.accept('DISK')) throw outsideSubset('A backup device other than DISK', line);
  reader.expect('=');
  return parseExpression(reader);
}

function parseBackupOption(reader: TokenReader): void {
  parseName(reader);
  if (reader.accept('=')) parseExpression(reader);
}

/** After ALTER AUTHORIZATION. */
export function parseAlterAuthorization(
  reader: TokenReader,
  line: number,
): AlterAuthorizationStatement {
  reader.expect('ON');
  const written = reader.is('::', 1) ? reader.next().upper.toLowerCase() : 'object';
  reader.accept('::');
  if (written !== 'object' && written !== 'schema' && written !== 'database') {
    throw outsideSubset(`ALTER AUTHORIZATION ON ${written}`, line);
  }
  const name = parseObjectName(reader);
  reader.expect('TO');
  const owner = reader.acceptAll('SCHEMA', 'OWNER') ? 'SCHEMA OWNER' : parseName(reader);
  return { kind: 'alter-authorization', line, class: written, name, owner };
}
