import { outsideSubset } from '../../outside-subset';
import type { PermissionStatement } from './ast';
import { parseName, parseObjectName } from './parse-name';
import type { TokenReader } from './token-reader';

type Securable = NonNullable<PermissionStatement['securable']>;

const CLASSES: Record<string, Securable['class'] | undefined> = {
  OBJECT: 'object',
  SCHEMA: 'schema',
  DATABASE: 'database',
  LOGIN: 'login',
  USER: 'user',
  ROLE: 'role',
  TYPE: 'type',
};

/** GRANT, DENY and REVOKE. */
export function parsePermission(reader: TokenReader): PermissionStatement {
  const { line, upper } = reader.next();
  const action = upper === 'GRANT' ? 'grant' : upper === 'DENY' ? 'deny' : 'revoke';
  if (reader.acceptAll('GRANT', 'OPTION', 'FOR')) throw outsideSubset('GRANT OPTION FOR', line);
  const permissions = reader.list(() => parsePermissionName(reader));
  const columns = reader.is('(')
    ? { columns: reader.parenthesized(() => reader.list(() => parseName(reader))) }
    : {};
  const securable = reader.accept('ON') ? parseSecurable(reader) : undefined;
  if (!reader.accept('TO')) {
    if (action !== 'revoke') throw reader.unexpected();
    reader.expect('FROM');
  }
  const principals = reader.list(() => parsePrincipal(reader));
  const grantOption = reader.acceptAll('WITH', 'GRANT', 'OPTION');
  if (reader.is('CASCADE') || reader.is('AS')) throw outsideSubset(reader.peek().upper, line);
  return {
    kind: 'permission',
    line,
    action,
    permissions,
    ...(securable ? { securable: { ...columns, ...securable } } : {}),
    principals,
    grantOption,
  };
}

function parsePermissionName(reader: TokenReader): string {
  const words: string[] = [];
  const ends = new Set([',', '(', 'ON', 'TO', 'FROM']);
  while (reader.peek().kind === 'word' && !reader.isAny(ends)) words.push(reader.next().upper);
  if (words.length === 0) throw reader.unexpected();
  return words.join(' ');
}

function parseSecurable(reader: TokenReader): Securable {
  const named = reader.is('::', 1) ? CLASSES[reader.peek().upper] : 'object';
  if (named === undefined)
    throw outsideSubset(`GRANT ON ${reader.peek().upper}`, reader.peek().line);
  if (reader.is('::', 1)) {
    reader.next();
    reader.next();
  }
  const name = parseObjectName(reader);
  if (!reader.is('(')) return { class: named, name };
  return {
    class: named,
    name,
    columns: reader.parenthesized(() => reader.list(() => parseName(reader))),
  };
}

/** PUBLIC is a reserved word and a role. */
function parsePrincipal(reader: TokenReader): string {
  return reader.accept('PUBLIC') ? 'public' : parseName(reader);
}
