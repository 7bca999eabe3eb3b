import { outsideSubset } from '../outside-subset';
import type { Database } from '../storage/database';
import type { PermissionStatement } from '../tsql/parse/ast';
import type { Defining } from './define-table';
import { hasServerPermission, ownsDatabase } from './permissions';
import {
  asFact,
  databaseUsers,
  findLogin,
  grants,
  GRANTS_FACT,
  LOGIN_FACT,
  roleMembers,
} from './principals';
import type { Grant } from './principals';
import { schemaOf } from './resolve-name';
import { same } from './scope';
import { sqlMessage } from './sql-message';

const SERVER_PERMISSION =
  /^(VIEW SERVER |VIEW ANY |ALTER ANY LOGIN|ALTER ANY SERVER|CREATE ANY DATABASE|CONTROL SERVER|CONNECT ANY|CONNECT SQL|ADMINISTER BULK|ALTER SERVER|ALTER TRACE)/;

export function definePermission(statement: PermissionStatement, defining: Defining): void {
  if (statement.grantOption) throw outsideSubset('WITH GRANT OPTION', statement.line);
  if (statement.securable?.columns !== undefined)
    throw outsideSubset('GRANT on columns', statement.line);
  const isServer =
    statement.securable === undefined &&
    statement.permissions.every((p) => SERVER_PERMISSION.test(p));
  if (isServer) changeLogins(statement, defining);
  else changeGrants(statement, defining);
}

function changeLogins(statement: PermissionStatement, { binding, transaction }: Defining): void {
  const { session } = binding;
  if (!hasServerPermission(session, 'CONTROL SERVER')) throw sqlMessage(15247);
  for (const principal of statement.principals) {
    const login = findLogin(session.engine.store, principal);
    if (login === undefined) throw sqlMessage(15151, 'login', principal);
    const others = login.permissions.filter(
      (permission) => !statement.permissions.includes(permission),
    );
    const permissions =
      statement.action === 'grant' ? [...others, ...statement.permissions] : others;
    const value = asFact({ ...login, permissions });
    transaction.define({ kind: 'fact', name: LOGIN_FACT + login.name.toLowerCase(), value });
  }
}

function changeGrants(statement: PermissionStatement, { binding, transaction }: Defining): void {
  const { session } = binding;
  const database = session.currentDatabase;
  if (!ownsDatabase(session, database))
    throw sqlMessage(15151, 'object', statement.securable?.name.name ?? database.name);
  const securable = securableText(statement, database, session.engine);
  let changed = grants(database);
  for (const principal of statement.principals) {
    if (!isPrincipal(database, principal)) throw sqlMessage(15151, 'user', principal);
    for (const permission of statement.permissions) {
      const entry = { permission, principal: principal.toLowerCase(), securable };
      changed = changed.filter((grant) => !isAbout(grant, entry));
      if (statement.action !== 'revoke')
        changed = [...changed, { ...entry, action: statement.action }];
    }
  }
  transaction.define({
    kind: 'fact',
    database: database.name,
    name: GRANTS_FACT,
    value: asFact(changed),
  });
}

function isAbout(grant: Grant, entry: Omit<Grant, 'action'>): boolean {
  return (
    grant.permission === entry.permission &&
    grant.principal === entry.principal &&
    grant.securable === entry.securable
  );
}

function isPrincipal(database: Database, name: string): boolean {
  return (
    same(name, 'public') ||
    databaseUsers(database).some((user) => same(user.name, name)) ||
    roleMembers(database, name) !== undefined
  );
}

type Engine = Defining['binding']['session']['engine'];

function securableText(
  { securable, line }: PermissionStatement,
  database: Database,
  { virtualTables, procedures }: Engine,
): string {
  if (securable === undefined || securable.class === 'database') return 'database';
  const { name } = securable;
  if (securable.class === 'schema') {
    if (database.schema(name.name) === undefined) throw sqlMessage(15151, 'schema', name.name);
    return `schema:${name.name}`.toLowerCase();
  }
  if (securable.class !== 'object') throw outsideSubset(`GRANT on a ${securable.class}`, line);
  const schema = schemaOf(name);
  const isKnown =
    database.table(schema, name.name) ??
    virtualTables.find(database, schema, name.name) ??
    procedures.find(database.name, schema, name.name);
  if (isKnown === undefined && !same(schema, 'sys') && !same(schema, 'cdc'))
    throw sqlMessage(15151, 'object', name.name);
  return `object:${schema}.${name.name}`.toLowerCase();
}
