import type { Database } from '../storage/database';
import type { EngineCore } from './engine-core';
import { databaseUsers, FIXED_DATABASE_ROLES, logins, ROLE_FACT } from './principals';

const FIRST_LOGIN_ID = 256;
const FIRST_USER_ID = 5;
export const FIRST_FIXED_ROLE_ID = 16384;

/** A login, user or role under its id. */
export interface Principal {
  id: number;
  name: string;
  isRole: boolean;
  /** Of the login, for users. */
  login?: string;
}

/** Logins with the ids that `sys.server_principals` gives them. */
export function serverLogins({ administrator, store }: EngineCore): Principal[] {
  return [
    { id: 1, name: administrator, isRole: false },
    ...logins(store).map(({ name }, at) => ({ id: FIRST_LOGIN_ID + at, name, isRole: false })),
  ];
}

/** Users and roles with the ids that `sys.database_principals` gives them. */
export function databasePrincipals(database: Database): Principal[] {
  const users = databaseUsers(database);
  const roles = customRoles(database);
  return [
    { id: 0, name: 'public', isRole: true },
    { id: 1, name: 'dbo', isRole: false },
    { id: 2, name: 'guest', isRole: false },
    { id: 3, name: 'INFORMATION_SCHEMA', isRole: false },
    { id: 4, name: 'sys', isRole: false },
    ...users.map(({ name, login }, at) => ({
      id: FIRST_USER_ID + at,
      name,
      isRole: false,
      ...(login === undefined ? {} : { login }),
    })),
    ...roles.map((name, at) => ({ id: FIRST_USER_ID + users.length + at, name, isRole: true })),
    ...FIXED_DATABASE_ROLES.map((name, at) => ({
      id: FIRST_FIXED_ROLE_ID + at,
      name,
      isRole: true,
    })),
  ];
}

/** By facts: a role that was made, not a fixed one that got members. */
function customRoles(database: Database): string[] {
  const names = [...database.facts].filter(([fact]) => fact.startsWith(ROLE_FACT));
  return names
    .map(([, role]) => (role as { name: string }).name)
    .filter((name) => !FIXED_DATABASE_ROLES.includes(name.toLowerCase()));
}

export function idOf(principals: Principal[], name: string): number | undefined {
  return principals.find((principal) => principal.name.toLowerCase() === name.toLowerCase())?.id;
}
