import type { Database } from '../../storage/database';
import { parseNameText } from '../name-text';
import type { SqlType, SqlValue } from '../../types/sql-type';
import type { EngineSession } from '../engine-session';
import type { Evaluation } from '../evaluation';
import { fixedFunction } from '../scalar-functions';
import type { ScalarFunction } from '../scalar-functions';
import { databaseProperty, serverProperty } from './properties';
import { databasePrincipals, idOf, serverLogins } from '../numbered-principals';
import { databaseRoleMembership, permissionsByName, serverRoleMembership } from '../permissions';

const INT: SqlType = { name: 'int' };
const SMALLINT: SqlType = { name: 'smallint' };
const NAME: SqlType = { name: 'nvarchar', length: 128 };
const LONG_NAME: SqlType = { name: 'nvarchar', length: 776 };

/** A function of strings and numbers that reads the session. */
function sessionFunction(
  name: string,
  [parameters, type, required]: [parameters: SqlType[], type: SqlType, required?: number],
  read: (session: EngineSession, args: SqlValue[]) => SqlValue,
): ScalarFunction {
  return fixedFunction({
    name,
    parameters,
    required: required ?? parameters.length,
    type,
    evaluate: (args: SqlValue[], { session }: Evaluation) => read(session, args),
  });
}

function databaseNamed(
  { engine, currentDatabase }: EngineSession,
  name: SqlValue | undefined,
): Database | undefined {
  if (name === undefined) return currentDatabase;
  return typeof name === 'string' ? engine.store.databases.get(name.toLowerCase()) : undefined;
}

function databaseWithId(session: EngineSession, id: SqlValue | undefined): Database | undefined {
  if (id === undefined) return session.currentDatabase;
  return [...session.engine.store.databases.values()].find(
    (database) => database.id === Number(id),
  );
}

/** User tables, and views that the server computes: those have an id of their own, derived from the name. */
function objectId(
  session: EngineSession,
  name: SqlValue | undefined,
  type: SqlValue | undefined,
): SqlValue {
  const parts = typeof name === 'string' ? parseNameText(name) : undefined;
  if (parts === undefined) return null;
  const database =
    parts.database === undefined ? session.currentDatabase : databaseNamed(session, parts.database);
  const schema = parts.schema === undefined || parts.schema === '' ? 'dbo' : parts.schema;
  const table = database?.table(schema, parts.name);
  const wanted = typeof type === 'string' ? type.trim().toUpperCase() : undefined;
  if (database === undefined) return null;
  if (table !== undefined && (wanted === undefined || wanted === 'U')) return table.objectId;
  const { procedures, virtualTables, tableFunctions } = session.engine;
  const isView = wanted === undefined || wanted === 'V' || wanted === 'S';
  if (isView && virtualTables.find(database, schema, parts.name))
    return virtualId(schema, parts.name);
  const isProcedure = wanted === undefined || wanted === 'P' || wanted === 'X';
  if (isProcedure && procedures.find(database.name, schema, parts.name))
    return virtualId(schema, parts.name);
  const isFunction = wanted === undefined || wanted === 'IF' || wanted === 'TF' || wanted === 'FN';
  if (isFunction && tableFunctions.find(database, schema, parts.name))
    return virtualId(schema, parts.name);
  return null;
}

/** Negative, as ids of system objects are. */
function virtualId(schema: string, name: string): number {
  let hash = 7;
  for (const unit of `${schema}.${name}`.toLowerCase())
    hash = (hash * 31 + unit.charCodeAt(0)) % 1_000_000_007;
  return -hash - 1;
}

function tableById(
  session: EngineSession,
  id: SqlValue | undefined,
  databaseId: SqlValue | undefined,
) {
  return databaseWithId(session, databaseId)?.tableById(Number(id));
}

export const METADATA_FUNCTIONS: ScalarFunction[] = [
  sessionFunction(
    'DB_NAME',
    [[INT], NAME, 0],
    (session, [id]) => databaseWithId(session, id)?.name ?? null,
  ),
  sessionFunction(
    'DB_ID',
    [[NAME], SMALLINT, 0],
    (session, [name]) => databaseNamed(session, name)?.id ?? null,
  ),
  sessionFunction('ORIGINAL_DB_NAME', [[], NAME], (session) => session.currentDatabase.name),
  sessionFunction('OBJECT_ID', [[LONG_NAME, NAME], INT, 1], (session, [name, type]) =>
    objectId(session, name, type),
  ),
  sessionFunction(
    'OBJECT_NAME',
    [[INT, INT], NAME, 1],
    (session, [id, database]) => tableById(session, id, database)?.name ?? null,
  ),
  sessionFunction(
    'OBJECT_SCHEMA_NAME',
    [[INT, INT], NAME, 1],
    (session, [id, database]) => tableById(session, id, database)?.schema ?? null,
  ),
  sessionFunction('SCHEMA_ID', [[NAME], INT, 0], ({ currentDatabase }, [name]) =>
    name === null
      ? null
      : (currentDatabase.schema((name as string | undefined) ?? 'dbo')?.id ?? null),
  ),
  sessionFunction('SCHEMA_NAME', [[INT], NAME, 0], ({ currentDatabase }, [id]) =>
    id === undefined
      ? 'dbo'
      : (currentDatabase.schemas.find((schema) => schema.id === Number(id))?.name ?? null),
  ),
  sessionFunction(
    'IDENT_CURRENT',
    [[LONG_NAME], { name: 'decimal', precision: 38, scale: 0 }],
    ({ currentDatabase }, [name]) => {
      const parts = typeof name === 'string' ? parseNameText(name) : undefined;
      const table = parts && currentDatabase.table(parts.schema ?? 'dbo', parts.name);
      const identity = table?.columns.find((column) => column.identity !== undefined)?.identity;
      return identity === undefined
        ? null
        : { unscaled: table?.lastIdentity ?? identity.seed, scale: 0 };
    },
  ),
  ...['SUSER_SNAME', 'SUSER_NAME', 'ORIGINAL_LOGIN', 'SYSTEM_USER'].map((name) =>
    sessionFunction(
      name,
      [name.startsWith('SUSER') ? [{ name: 'varbinary', length: 85 }] : [], NAME, 0],
      ({ login }) => login,
    ),
  ),
  ...['USER_NAME', 'CURRENT_USER', 'SESSION_USER', 'USER'].map((name) =>
    sessionFunction(name, [name === 'USER_NAME' ? [INT] : [], NAME, 0], (session) =>
      session.userName(session.currentDatabase),
    ),
  ),
  ...['USER_ID', 'DATABASE_PRINCIPAL_ID'].map((name) =>
    sessionFunction(name, [[NAME], INT, 0], (session, [user]) =>
      user === null
        ? null
        : (idOf(
            databasePrincipals(session.currentDatabase),
            (user as string | undefined) ?? session.userName(session.currentDatabase),
          ) ?? null),
    ),
  ),
  sessionFunction('SUSER_ID', [[NAME], INT, 0], ({ engine, login }, [name]) =>
    name === null
      ? null
      : (idOf(serverLogins(engine), (name as string | undefined) ?? login) ?? null),
  ),
  sessionFunction('IS_SRVROLEMEMBER', [[NAME, NAME], INT, 1], (session, [role, login]) =>
    serverRoleMembership(session, role, login),
  ),
  sessionFunction('IS_MEMBER', [[NAME], INT], (session, [role]) =>
    databaseRoleMembership(session, role),
  ),
  sessionFunction('IS_ROLEMEMBER', [[NAME, NAME], INT, 1], (session, [role, user]) =>
    databaseRoleMembership(session, role, user),
  ),
  sessionFunction(
    'HAS_PERMS_BY_NAME',
    [[LONG_NAME, NAME, NAME], INT],
    (session, [securable = null, kind = null, permission = null]) =>
      permissionsByName(session, { securable, kind, permission }),
  ),
  sessionFunction('HAS_DBACCESS', [[NAME], INT], (session, [name]) => {
    const database = databaseNamed(session, name ?? null);
    return database === undefined ? null : session.canAccess(database) ? 1 : 0;
  }),
  sessionFunction(
    'SERVERPROPERTY',
    [[NAME], { name: 'nvarchar', length: 128 }],
    ({ engine }, [name]) => serverProperty(engine, name),
  ),
  sessionFunction(
    'DATABASEPROPERTYEX',
    [[NAME, NAME], { name: 'nvarchar', length: 128 }],
    (session, [name, property]) => {
      const database = databaseNamed(session, name ?? null);
      return database === undefined ? null : databaseProperty(database, property);
    },
  ),
];
