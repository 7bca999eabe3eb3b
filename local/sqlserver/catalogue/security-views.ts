import { dateTimeOf } from '../cdc/capture-tables';
import type { EngineCore } from '../engine/engine-core';
import {
  databasePrincipals,
  FIRST_FIXED_ROLE_ID,
  idOf,
  serverLogins,
} from '../engine/numbered-principals';
import { grants, logins, roleMembers } from '../engine/principals';
import type { CatalogueScope, VirtualTable } from '../engine/virtual-table';
import type { Database } from '../storage/database';
import type { SqlValue } from '../types/sql-type';
import { viewColumns } from './view-columns';
import type { ColumnKind } from './view-columns';

/** Fixed server roles with their ids. */
const SERVER_ROLES: readonly [name: string, id: number][] = [
  ['public', 2],
  ['sysadmin', 3],
  ['securityadmin', 4],
  ['serveradmin', 5],
  ['setupadmin', 6],
  ['processadmin', 7],
  ['diskadmin', 8],
  ['dbcreator', 9],
  ['bulkadmin', 10],
];

const PRINCIPAL_COLUMNS = {
  name: 'sysname',
  principal_id: 'int',
  sid: 'sid?',
  type: 'code',
  type_desc: 'description?',
  create_date: 'datetime',
  modify_date: 'datetime',
} satisfies Record<string, ColumnKind>;

const PERMISSION_COLUMNS = {
  class: 'tinyint',
  class_desc: 'description?',
  major_id: 'int',
  minor_id: 'int',
  grantee_principal_id: 'int',
  grantor_principal_id: 'int',
  type: 'permission',
  permission_name: 'sysname?',
  state: 'code',
  state_desc: 'description?',
} satisfies Record<string, ColumnKind>;

function sidOf(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(name.toLowerCase(), 'utf8').subarray(0, 85));
}

function view(
  name: string,
  columns: Record<string, ColumnKind>,
  rows: (scope: CatalogueScope) => SqlValue[][],
): VirtualTable {
  return { schema: 'sys', name, isPublic: true, columns: viewColumns(columns), rows };
}

/** Everyone sees all principals, where SQL Server shows each caller those that it may see. */
export const securityViews: VirtualTable[] = [
  view(
    'server_principals',
    {
      ...PRINCIPAL_COLUMNS,
      is_disabled: 'bit?',
      default_database_name: 'sysname?',
      is_fixed_role: 'bit',
    },
    ({ session }) => serverPrincipalRows(session.engine),
  ),
  view(
    'sql_logins',
    { ...PRINCIPAL_COLUMNS, is_disabled: 'bit?', default_database_name: 'sysname?' },
    ({ session }) =>
      serverPrincipalRows(session.engine)
        .filter((row) => row[3] === 'S')
        .map((row) => row.slice(0, -1)),
  ),
  view(
    'server_role_members',
    { role_principal_id: 'int', member_principal_id: 'int' },
    ({ session }) => serverRoleMemberRows(session.engine),
  ),
  view('server_permissions', PERMISSION_COLUMNS, ({ session }) =>
    serverPermissionRows(session.engine),
  ),
  view(
    'database_principals',
    {
      ...PRINCIPAL_COLUMNS,
      default_schema_name: 'sysname?',
      is_fixed_role: 'bit',
      authentication_type_desc: 'description?',
    },
    ({ database }) => databasePrincipalRows(database),
  ),
  view(
    'database_role_members',
    { role_principal_id: 'int', member_principal_id: 'int' },
    ({ database }) => databaseRoleMemberRows(database),
  ),
  view('database_permissions', PERMISSION_COLUMNS, ({ database }) =>
    databasePermissionRows(database),
  ),
];

function serverPrincipalRows(engine: EngineCore): SqlValue[][] {
  const created = dateTimeOf(0);
  const known = new Map(logins(engine.store).map((login) => [login.name, login]));
  const rows = serverLogins(engine).map(({ id, name }): SqlValue[] => {
    const login = known.get(name);
    const disabled = Number(login?.isDisabled ?? false);
    const sid = id === 1 ? Uint8Array.of(1) : sidOf(name);
    return [
      name,
      id,
      sid,
      'S',
      'SQL_LOGIN',
      created,
      created,
      disabled,
      login?.defaultDatabase ?? 'master',
      0,
    ];
  });
  const roles = SERVER_ROLES.map(([name, id]): SqlValue[] => [
    name,
    id,
    Uint8Array.of(id),
    'R',
    'SERVER_ROLE',
    created,
    created,
    0,
    null,
    Number(name !== 'public'),
  ]);
  return [...rows, ...roles];
}

function serverRoleMemberRows(engine: EngineCore): SqlValue[][] {
  const principals = serverLogins(engine);
  const administrator = engine.kind === 'sqlserver' ? [[3, 1]] : [];
  const members = logins(engine.store).flatMap(({ name, roles }) =>
    SERVER_ROLES.filter(([role]) => roles.includes(role)).map(([, id]) => [
      id,
      idOf(principals, name) ?? null,
    ]),
  );
  return [...administrator, ...members];
}

function serverPermissionRows(engine: EngineCore): SqlValue[][] {
  const principals = serverLogins(engine);
  return logins(engine.store).flatMap(({ name, permissions }) =>
    ['CONNECT SQL', ...permissions].map((permission): SqlValue[] => [
      100,
      'SERVER',
      0,
      0,
      idOf(principals, name) ?? null,
      1,
      permissionCode(permission),
      permission,
      'G',
      'GRANT',
    ]),
  );
}

function databasePrincipalRows(database: Database): SqlValue[][] {
  const created = dateTimeOf(database.createdMs);
  return databasePrincipals(database).map(({ id, isRole, login, name }) => [
    name,
    id,
    id === 1 ? Uint8Array.of(1) : sidOf(login ?? name),
    isRole ? 'R' : 'S',
    isRole ? 'DATABASE_ROLE' : 'SQL_USER',
    created,
    created,
    isRole ? null : id === 2 ? 'guest' : 'dbo',
    Number(id >= FIRST_FIXED_ROLE_ID),
    login !== undefined || id === 1 ? 'INSTANCE' : 'NONE',
  ]);
}

function databaseRoleMemberRows(database: Database): SqlValue[][] {
  const principals = databasePrincipals(database);
  const roles = principals.filter(({ isRole }) => isRole);
  const members = roles.flatMap((role) =>
    (roleMembers(database, role.name) ?? []).map((member) => [
      role.id,
      idOf(principals, member) ?? null,
    ]),
  );
  return [[FIRST_FIXED_ROLE_ID, 1], ...members];
}

function databasePermissionRows(database: Database): SqlValue[][] {
  const principals = databasePrincipals(database);
  return grants(database).map(({ action, permission, principal, securable }) => {
    const { id, kind, description } = securableOf(database, securable);
    const state = action === 'grant' ? 'G' : 'D';
    const grantee = idOf(principals, principal) ?? null;
    return [
      kind,
      description,
      id,
      0,
      grantee,
      1,
      permissionCode(permission),
      permission,
      state,
      action.toUpperCase(),
    ];
  });
}

function securableOf(
  database: Database,
  securable: string,
): { kind: number; description: string; id: number } {
  const [kind = '', name = ''] = securable.split(':');
  if (kind === 'schema')
    return { kind: 3, description: 'SCHEMA', id: database.schema(name)?.id ?? 0 };
  if (kind === 'database') return { kind: 0, description: 'DATABASE', id: 0 };
  const table = database.tables.find(({ qualifiedName }) => qualifiedName.toLowerCase() === name);
  return { kind: 1, description: 'OBJECT_OR_COLUMN', id: table?.objectId ?? 0 };
}

const PERMISSION_CODES: Record<string, string | undefined> = {
  SELECT: 'SL',
  INSERT: 'IN',
  UPDATE: 'UP',
  DELETE: 'DL',
  EXECUTE: 'EX',
  CONTROL: 'CL',
  CONNECT: 'CO',
  ALTER: 'AL',
  REFERENCES: 'RF',
  'VIEW DEFINITION': 'VW',
  'CONNECT SQL': 'COSQ',
  'VIEW SERVER STATE': 'VWSS',
  'VIEW ANY DEFINITION': 'VWAD',
  'VIEW ANY DATABASE': 'VWDB',
  'VIEW DATABASE STATE': 'VWDS',
  'ALTER ANY USER': 'ALUS',
  'CONTROL SERVER': 'CL',
};

function permissionCode(permission: string): string {
  return (PERMISSION_CODES[permission] ?? permission.slice(0, 4)).padEnd(4);
}
