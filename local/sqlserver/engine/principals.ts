import { createHash } from 'node:crypto';
import type { Database, Fact } from '../storage/database';
import type { Store } from '../storage/store';

/** A SQL login as the server keeps it; the password only as salted hash. */
export interface Login {
  name: string;
  salt: string;
  hash: string;
  isDisabled: boolean;
  defaultDatabase: string;
  /** Fixed server roles, lower case. */
  roles: string[];
  /** Server permissions, upper case. */
  permissions: string[];
}

export interface DatabaseUser {
  name: string;
  /** Absent for a user without login. */
  login?: string;
  createdMs: number;
}

export interface Grant {
  action: 'grant' | 'deny';
  permission: string;
  /** Lower case; a role or a user. */
  principal: string;
  /** `database`, `schema:<name>` or `object:<schema>.<name>`, lower case. */
  securable: string;
}

export const LOGIN_FACT = 'login:';
export const USER_FACT = 'user:';
export const ROLE_FACT = 'role:';
export const GRANTS_FACT = 'grants';

/** Roles that every database has. */
export const FIXED_DATABASE_ROLES = [
  'db_owner',
  'db_accessadmin',
  'db_securityadmin',
  'db_ddladmin',
  'db_backupoperator',
  'db_datareader',
  'db_datawriter',
  'db_denydatareader',
  'db_denydatawriter',
];

export function findLogin(store: Store, name: string): Login | undefined {
  return store.facts.get(LOGIN_FACT + name.toLowerCase()) as unknown as Login | undefined;
}

export function logins(store: Store): Login[] {
  return factsNamed(store.facts, LOGIN_FACT) as unknown as Login[];
}

export function databaseUsers(database: Database): DatabaseUser[] {
  return factsNamed(database.facts, USER_FACT) as unknown as DatabaseUser[];
}

/** The user that a login is in a database. */
export function userOfLogin(database: Database, login: string): DatabaseUser | undefined {
  return databaseUsers(database).find((user) => user.login?.toLowerCase() === login.toLowerCase());
}

/** Members (lower case) of a role of the database; undefined when there is no such role. */
export function roleMembers(database: Database, role: string): string[] | undefined {
  const fact = database.facts.get(ROLE_FACT + role.toLowerCase()) as
    { members: string[] } | undefined;
  if (fact !== undefined) return fact.members;
  return FIXED_DATABASE_ROLES.includes(role.toLowerCase()) ? [] : undefined;
}

export function grants(database: Database): Grant[] {
  return (database.facts.get(GRANTS_FACT) ?? []) as unknown as Grant[];
}

export function hashPassword(password: string, salt: string): string {
  return createHash('sha512')
    .update(Buffer.from(salt, 'hex'))
    .update(password, 'utf16le')
    .digest('hex');
}

/** A principal as it is kept. */
export function asFact(
  value: Login | DatabaseUser | Grant[] | { name: string; members: string[] },
): Fact {
  return JSON.parse(JSON.stringify(value)) as Fact;
}

function factsNamed(facts: Map<string, Fact>, prefix: string): Fact[] {
  return [...facts].filter(([name]) => name.startsWith(prefix)).map(([, fact]) => fact);
}
