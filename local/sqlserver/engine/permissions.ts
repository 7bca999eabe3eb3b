import { plainText } from '../types/plain-text';
import type { Database } from '../storage/database';
import type { SqlValue } from '../types/sql-type';
import type { EngineSession } from './engine-session';
import { parseNameText } from './name-text';
import { findLogin, grants, roleMembers, userOfLogin } from './principals';
import { sqlMessage } from './sql-message';

/** Databases in which every login is at least guest. */
const GUEST_DATABASES = new Set(['master', 'tempdb', 'msdb']);
const READS = new Set(['SELECT']);
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE']);
const SERVER_ROLES = new Set([
  'sysadmin',
  'serveradmin',
  'securityadmin',
  'processadmin',
  'setupadmin',
  'bulkadmin',
  'diskadmin',
  'dbcreator',
  'public',
]);

type Caller = Pick<EngineSession, 'engine' | 'login' | 'isAdministrator'>;

export function canAccessDatabase(caller: Caller, database: Database): boolean {
  if (caller.isAdministrator || GUEST_DATABASES.has(database.name.toLowerCase())) return true;
  return userOfLogin(database, caller.login) !== undefined;
}

export function userNameIn(caller: Caller, database: Database): string {
  if (caller.isAdministrator) return 'dbo';
  return userOfLogin(database, caller.login)?.name ?? 'guest';
}

export function ownsDatabase(caller: Caller, database: Database): boolean {
  return caller.isAdministrator || isMember(database, userNameIn(caller, database), 'db_owner');
}

/** Through other roles as well. */
export function isMember(database: Database, user: string, role: string): boolean {
  const members = roleMembers(database, role) ?? [];
  const wanted = user.toLowerCase();
  return (
    members.includes(wanted) ||
    members.some((member) => isRole(database, member) && isMember(database, user, member))
  );
}

function isRole(database: Database, name: string): boolean {
  return roleMembers(database, name) !== undefined;
}

export interface Securable {
  database: Database;
  schema: string;
  name: string;
}

/** Throws 229 unless the caller has the permission on the object. */
export function requirePermission(caller: Caller, permission: string, securable: Securable): void {
  if (hasPermission(caller, permission, securable)) return;
  const { database, schema, name } = securable;
  throw sqlMessage(229, permission, name, database.name, schema);
}

export function hasPermission(caller: Caller, permission: string, securable: Securable): boolean {
  const { database, schema, name } = securable;
  if (ownsDatabase(caller, database)) return true;
  const user = userNameIn(caller, database);
  const targets = [
    'database',
    `schema:${schema}`.toLowerCase(),
    `object:${schema}.${name}`.toLowerCase(),
  ];
  const matching = grants(database).filter(
    (grant) =>
      (grant.permission === permission ||
        grant.permission === 'CONTROL' ||
        grant.permission === 'ALL') &&
      targets.includes(grant.securable) &&
      (grant.principal === 'public' ||
        grant.principal === user.toLowerCase() ||
        isMember(database, user, grant.principal)),
  );
  if (matching.some(({ action }) => action === 'deny')) return false;
  if (READS.has(permission) && isMember(database, user, 'db_denydatareader')) return false;
  if (WRITES.has(permission) && isMember(database, user, 'db_denydatawriter')) return false;
  if (READS.has(permission) && isMember(database, user, 'db_datareader')) return true;
  if (WRITES.has(permission) && isMember(database, user, 'db_datawriter')) return true;
  return matching.length > 0;
}

/** Throws 262 unless the caller may define objects in the database. */
export function requireDefinition(caller: Caller, database: Database, permission: string): void {
  if (ownsDatabase(caller, database)) return;
  if (isMember(database, userNameIn(caller, database), 'db_ddladmin')) return;
  const user = userNameIn(caller, database).toLowerCase();
  const granted = grants(database).some(
    (grant) =>
      grant.action === 'grant' && grant.principal === user && grant.permission === permission,
  );
  if (!granted) throw sqlMessage(262, permission, database.name);
}

export function hasServerPermission(caller: Caller, permission: string): boolean {
  if (caller.isAdministrator) return true;
  const granted = findLogin(caller.engine.store, caller.login)?.permissions ?? [];
  return granted.includes(permission) || granted.includes('CONTROL SERVER');
}

/** 1, 0, or NULL for a role that does not exist. */
export function serverRoleMembership(
  session: Caller,
  role: SqlValue | undefined,
  login?: SqlValue,
): SqlValue {
  const wanted = plainText(role).toLowerCase();
  if (!SERVER_ROLES.has(wanted)) return null;
  if (wanted === 'public') return 1;
  const name = typeof login === 'string' ? login : session.login;
  if (name.toLowerCase() === session.engine.administrator.toLowerCase()) {
    return session.engine.kind === 'sqlserver' ||
      wanted === 'processadmin' ||
      wanted === 'setupadmin'
      ? 1
      : 0;
  }
  return findLogin(session.engine.store, name)?.roles.includes(wanted) === true ? 1 : 0;
}

export function databaseRoleMembership(
  session: EngineSession,
  role: SqlValue | undefined,
  user?: SqlValue,
): SqlValue {
  const database = session.currentDatabase;
  const wanted = plainText(role).toLowerCase();
  if (wanted === 'public') return 1;
  if (roleMembers(database, wanted) === undefined) return null;
  const name = typeof user === 'string' ? user : userNameIn(session, database);
  if (name === 'dbo') return 1;
  return isMember(database, name, wanted) ? 1 : 0;
}

export function permissionsByName(
  session: EngineSession,
  { securable, kind, permission }: Record<'securable' | 'kind' | 'permission', SqlValue>,
): SqlValue {
  const wanted = plainText(permission).toUpperCase();
  if (kind === null) return hasServerPermission(session, wanted) ? 1 : 0;
  const { currentDatabase } = session;
  if (plainText(kind).toUpperCase() !== 'OBJECT') {
    return session.isDatabaseOwner(currentDatabase) ? 1 : 0;
  }
  const parts = typeof securable === 'string' ? parseNameText(securable) : undefined;
  if (parts === undefined) return null;
  const schema = parts.schema ?? 'dbo';
  if (currentDatabase.table(schema, parts.name) === undefined) return null;
  return hasPermission(session, wanted, { database: currentDatabase, schema, name: parts.name })
    ? 1
    : 0;
}
