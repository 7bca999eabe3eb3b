import { outsideSubset } from '../outside-subset';
import type { Database } from '../storage/database';
import type { DefinitionChange } from '../storage/definition-change';
import type { SecurityStatement } from '../tsql/parse/ast';
import type { Defining } from './define-table';
import { definePermission } from './define-permission';
import { hasServerPermission, ownsDatabase } from './permissions';
import {
  asFact,
  databaseUsers,
  findLogin,
  FIXED_DATABASE_ROLES,
  hashPassword,
  LOGIN_FACT,
  ROLE_FACT,
  roleMembers,
  USER_FACT,
} from './principals';
import type { Login } from './principals';
import { same } from './scope';
import { sqlMessage } from './sql-message';

type Of<Kind extends SecurityStatement['kind']> = Extract<SecurityStatement, { kind: Kind }>;

const SALT_BYTES = 8;
const IDLE_LOGIN_SETTINGS = new Set([
  'CHECK_POLICY',
  'CHECK_EXPIRATION',
  'DEFAULT_LANGUAGE',
  'DEFAULT_DATABASE',
]);

export function defineSecurity(statement: SecurityStatement, defining: Defining): void {
  switch (statement.kind) {
    case 'create-login': {
      createLogin(statement, defining);
      return;
    }
    case 'alter-login': {
      alterLogin(statement, defining);
      return;
    }
    case 'create-user': {
      createUser(statement, defining);
      return;
    }
    case 'create-role': {
      createRole(statement.name, defining);
      return;
    }
    case 'alter-role': {
      alterRole(statement, defining);
      return;
    }
    case 'permission': {
      definePermission(statement, defining);
      return;
    }
    case 'alter-user': {
      alterUser(statement, defining);
      return;
    }
    case 'alter-authorization':
      throw outsideSubset('ALTER AUTHORIZATION', statement.line);
  }
}

function requireServer({ binding }: Defining, permission: string): void {
  if (!hasServerPermission(binding.session, permission)) throw sqlMessage(15247);
}

function requireOwner({ binding }: Defining): Database {
  const database = binding.session.currentDatabase;
  if (!ownsDatabase(binding.session, database)) throw sqlMessage(15247);
  return database;
}

function saveLogin(login: Login, { transaction }: Defining): void {
  transaction.define({
    kind: 'fact',
    name: LOGIN_FACT + login.name.toLowerCase(),
    value: asFact(login),
  });
}

function createLogin(statement: Of<'create-login'>, defining: Defining): void {
  requireServer(defining, 'ALTER ANY LOGIN');
  const { engine } = defining.binding.session;
  const { name, password, settings } = statement;
  if (findLogin(engine.store, name) !== undefined || same(name, engine.administrator))
    throw sqlMessage(15025, name);
  for (const setting of Object.keys(settings)) {
    if (!IDLE_LOGIN_SETTINGS.has(setting))
      throw outsideSubset(`CREATE LOGIN … WITH ${setting}`, statement.line);
  }
  const salt = Buffer.from(engine.chance.bytes(SALT_BYTES)).toString('hex');
  const defaultDatabase = (settings['DEFAULT_DATABASE'] ?? 'master').replace(/^\[|\]$/g, '');
  saveLogin(
    {
      name,
      salt,
      hash: hashPassword(password, salt),
      isDisabled: false,
      defaultDatabase,
      roles: [],
      permissions: [],
    },
    defining,
  );
}

function alterLogin(statement: Of<'alter-login'>, defining: Defining): void {
  requireServer(defining, 'ALTER ANY LOGIN');
  const login = findLogin(defining.binding.session.engine.store, statement.name);
  if (login === undefined) throw sqlMessage(15151, 'login', statement.name);
  for (const setting of Object.keys(statement.settings)) {
    if (!IDLE_LOGIN_SETTINGS.has(setting))
      throw outsideSubset(`ALTER LOGIN … WITH ${setting}`, statement.line);
  }
  const changed = { ...login };
  if (statement.password !== undefined) changed.hash = hashPassword(statement.password, login.salt);
  if (statement.enabled !== undefined) changed.isDisabled = !statement.enabled;
  changed.defaultDatabase = statement.settings['DEFAULT_DATABASE'] ?? login.defaultDatabase;
  saveLogin(changed, defining);
}

function createUser(statement: Of<'create-user'>, defining: Defining): void {
  const { engine } = defining.binding.session;
  const database = requireOwner(defining);
  const { name } = statement;
  const taken =
    databaseUsers(database).some((user) => same(user.name, name)) ||
    roleMembers(database, name) !== undefined;
  if (taken || same(name, 'dbo') || same(name, 'guest')) throw sqlMessage(15023, name);
  const login = statement.withoutLogin ? undefined : (statement.login ?? name);
  if (login !== undefined) {
    if (findLogin(engine.store, login) === undefined) throw sqlMessage(15007, login);
    if (
      databaseUsers(database).some((user) => user.login !== undefined && same(user.login, login))
    ) {
      throw sqlMessage(15063);
    }
  }
  const value = asFact({
    name,
    createdMs: engine.clock.now(),
    ...(login === undefined ? {} : { login }),
  });
  const fact = { kind: 'fact' as const, database: database.name };
  defining.transaction.define({ ...fact, name: USER_FACT + name.toLowerCase(), value });
}

/** `WITH LOGIN` ties a user to a login again, as after a restore. */
function alterUser({ name, settings, line }: Of<'alter-user'>, defining: Defining): void {
  const { engine } = defining.binding.session;
  const database = requireOwner(defining);
  const user = databaseUsers(database).find((known) => same(known.name, name));
  if (user === undefined) throw sqlMessage(15151, 'user', name);
  const [unknown] = Object.keys(settings).filter((setting) => setting !== 'LOGIN');
  if (unknown !== undefined) throw outsideSubset(`ALTER USER … WITH ${unknown}`, line);
  const login = settings['LOGIN'] ?? user.login;
  if (login === undefined || findLogin(engine.store, login) === undefined) {
    throw sqlMessage(15007, login ?? name);
  }
  defining.transaction.define({
    kind: 'fact',
    database: database.name,
    name: USER_FACT + name.toLowerCase(),
    value: asFact({ ...user, login }),
  });
}

function createRole(name: string, defining: Defining): void {
  const database = requireOwner(defining);
  if (roleMembers(database, name) !== undefined) throw sqlMessage(15023, name);
  defining.transaction.define(roleChange(database, name, []));
}

function roleChange(database: Database, name: string, members: string[]): DefinitionChange {
  return {
    kind: 'fact',
    database: database.name,
    name: ROLE_FACT + name.toLowerCase(),
    value: { name, members },
  };
}

function alterRole(statement: Of<'alter-role'>, defining: Defining): void {
  const { role, member, action, scope } = statement;
  if (scope === 'server') {
    alterServerRole(statement, defining);
    return;
  }
  const database = requireOwner(defining);
  const members = roleMembers(database, role);
  if (members === undefined) throw sqlMessage(15151, 'role', role);
  const isKnown =
    databaseUsers(database).some((user) => same(user.name, member)) ||
    roleMembers(database, member) !== undefined;
  if (!isKnown) throw sqlMessage(15151, 'user', member);
  const others = members.filter((other) => !same(other, member));
  const changed = action === 'add' ? [...others, member.toLowerCase()] : others;
  defining.transaction.define(roleChange(database, role, changed));
}

function alterServerRole({ role, member, action }: Of<'alter-role'>, defining: Defining): void {
  requireServer(defining, 'ALTER ANY SERVER ROLE');
  const login = findLogin(defining.binding.session.engine.store, member);
  if (login === undefined) throw sqlMessage(15151, 'login', member);
  const others = login.roles.filter((other) => !same(other, role));
  saveLogin(
    { ...login, roles: action === 'add' ? [...others, role.toLowerCase()] : others },
    defining,
  );
}

export function dropPrincipal(
  { kind, name, ifExists }: { kind: 'login' | 'user' | 'role'; name: string; ifExists: boolean },
  defining: Defining,
): void {
  const { session } = defining.binding;
  if (kind === 'login') {
    requireServer(defining, 'ALTER ANY LOGIN');
    if (findLogin(session.engine.store, name) === undefined) {
      if (ifExists) return;
      throw sqlMessage(15151, 'login', name);
    }
    defining.transaction.define({ kind: 'fact', name: LOGIN_FACT + name.toLowerCase() });
    return;
  }
  const database = requireOwner(defining);
  const fact = (kind === 'user' ? USER_FACT : ROLE_FACT) + name.toLowerCase();
  if (
    !database.facts.has(fact) ||
    (kind === 'role' && FIXED_DATABASE_ROLES.includes(name.toLowerCase()))
  ) {
    if (ifExists) return;
    throw sqlMessage(15151, kind, name);
  }
  defining.transaction.define({ kind: 'fact', database: database.name, name: fact });
}
