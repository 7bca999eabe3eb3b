import { outsideSubset } from '../../outside-subset';
import type {
  AlterLoginStatement,
  AlterRoleStatement,
  AlterUserStatement,
  CreateLoginStatement,
  CreateRoleStatement,
  CreateUserStatement,
} from './ast';
import { parseName } from './parse-name';
import type { TokenReader } from './token-reader';

export function parseCreateLogin(reader: TokenReader, line: number): CreateLoginStatement {
  const name = parseName(reader);
  if (reader.accept('FROM'))
    throw outsideSubset(`CREATE LOGIN … FROM ${reader.peek().upper}`, line);
  const { password, settings } = parseSettings(reader);
  if (password === undefined) throw reader.unexpected();
  return { kind: 'create-login', line, name, password, settings };
}

export function parseAlterLogin(reader: TokenReader, line: number): AlterLoginStatement {
  const name = parseName(reader);
  const login = { kind: 'alter-login' as const, line, name };
  if (reader.accept('ENABLE')) return { ...login, enabled: true, settings: {} };
  if (reader.accept('DISABLE')) return { ...login, enabled: false, settings: {} };
  return { ...login, ...parseSettings(reader) };
}

export function parseCreateUser(reader: TokenReader, line: number): CreateUserStatement {
  const name = parseName(reader);
  const login =
    reader.acceptAll('FOR', 'LOGIN') || reader.acceptAll('FROM', 'LOGIN')
      ? { login: parseName(reader) }
      : {};
  const withoutLogin = reader.acceptAll('WITHOUT', 'LOGIN');
  if (reader.is('FOR') || reader.is('FROM'))
    throw outsideSubset('CREATE USER … FOR CERTIFICATE', line);
  const { password, settings } = reader.is('WITH') ? parseSettings(reader) : { settings: {} };
  if (password !== undefined) throw outsideSubset('CREATE USER … WITH PASSWORD', line);
  return { kind: 'create-user', line, name, ...login, withoutLogin, settings };
}

export function parseAlterUser(reader: TokenReader, line: number): AlterUserStatement {
  const name = parseName(reader);
  const { password, settings } = parseSettings(reader);
  if (password !== undefined) throw outsideSubset('ALTER USER … WITH PASSWORD', line);
  return { kind: 'alter-user', line, name, settings };
}

export function parseCreateRole(reader: TokenReader, line: number): CreateRoleStatement {
  const name = parseName(reader);
  if (reader.is('AUTHORIZATION')) throw outsideSubset('CREATE ROLE … AUTHORIZATION', line);
  return { kind: 'create-role', line, name };
}

export function parseAlterRole(
  reader: TokenReader,
  scope: AlterRoleStatement['scope'],
  line: number,
): AlterRoleStatement {
  const role = parseName(reader);
  if (reader.is('WITH')) throw outsideSubset('ALTER ROLE … WITH NAME', line);
  const action = reader.accept('DROP') ? 'drop' : 'add';
  if (action === 'add') reader.expect('ADD');
  reader.expect('MEMBER');
  return { kind: 'alter-role', line, scope, role, action, member: parseName(reader) };
}

/** `WITH PASSWORD = 'x' MUST_CHANGE, CHECK_POLICY = OFF, …`: the password apart from the rest. */
function parseSettings(reader: TokenReader): {
  password?: string;
  settings: Record<string, string>;
} {
  reader.expect('WITH');
  let password: { password?: string } = {};
  const settings: Record<string, string> = {};
  reader.list(() => {
    const { line } = reader.peek();
    const name = parseName(reader).toUpperCase();
    reader.expect('=');
    const { kind, text } = reader.next();
    if (kind === 'symbol' || kind === 'end') throw reader.unexpected();
    if (name !== 'PASSWORD') settings[name] = text;
    else if (kind === 'string' || kind === 'national-string') password = { password: text };
    else throw outsideSubset('A hashed PASSWORD', line);
    if (reader.is('HASHED')) throw outsideSubset('A hashed PASSWORD', line);
    if (reader.is('MUST_CHANGE')) throw outsideSubset('MUST_CHANGE', line);
    if (reader.is('OLD_PASSWORD')) throw outsideSubset('OLD_PASSWORD', line);
  });
  return { ...password, settings };
}
