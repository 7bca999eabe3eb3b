import type {
  CreateDatabaseStatement,
  CreateSchemaStatement,
  DropStatement,
  AlterDatabaseStatement,
} from '../tsql/parse/ast';
import { outsideSubset } from '../outside-subset';
import { databaseSettings, SETTINGS_FACT } from './database-settings';
import type { Defining } from './define-table';
import { dropPrincipal } from './define-principal';
import { hasServerPermission, ownsDatabase, requireDefinition } from './permissions';
import { databaseOf, schemaOf, writtenName } from './resolve-name';
import { sqlMessage } from './sql-message';

const SYSTEM_DATABASES = new Set(['master', 'tempdb', 'model', 'msdb']);

export function createDatabase(
  statement: CreateDatabaseStatement,
  { binding, transaction }: Defining,
): void {
  const { session } = binding;
  const { store, clock } = session.engine;
  if (!hasServerPermission(session, 'CREATE ANY DATABASE'))
    throw sqlMessage(262, 'CREATE DATABASE', 'master');
  if (
    statement.collation !== undefined &&
    !/^SQL_Latin1_General_CP1_CI_AS$/i.test(statement.collation)
  ) {
    throw outsideSubset(`COLLATE ${statement.collation}`, statement.line);
  }
  if (store.databases.has(statement.name.toLowerCase())) throw sqlMessage(1801, statement.name);
  const id = store.nextDatabaseId();
  transaction.define({ kind: 'create database', name: statement.name, id, createdMs: clock.now() });
}

export function createSchema(
  statement: CreateSchemaStatement,
  { binding, transaction }: Defining,
): void {
  const { session } = binding;
  const database = session.currentDatabase;
  requireDefinition(session, database, 'CREATE SCHEMA');
  if (database.schema(statement.name) !== undefined) throw sqlMessage(2714, statement.name);
  const id = database.nextSchemaId();
  transaction.define({ kind: 'create schema', database: database.name, name: statement.name, id });
}

export function drop(statement: DropStatement, defining: Defining): void {
  for (const name of statement.names) {
    switch (statement.object) {
      case 'table':
        dropTable(statement, name, defining);
        break;
      case 'schema':
        dropSchema(statement, name.name, defining);
        break;
      case 'database':
        dropDatabase(statement, name.name, defining);
        break;
      case 'login':
      case 'user':
      case 'role':
        dropPrincipal(
          { kind: statement.object, name: name.name, ifExists: statement.ifExists },
          defining,
        );
        break;
    }
  }
}

function dropTable(
  statement: DropStatement,
  name: DropStatement['names'][number],
  { binding, transaction }: Defining,
): void {
  const { session } = binding;
  const database = databaseOf(session, name);
  const table = database.table(schemaOf(name), name.name);
  if (table === undefined) {
    if (statement.ifExists) return;
    throw sqlMessage(3701, 'table', writtenName(name));
  }
  requireDefinition(session, database, 'ALTER');
  for (const hook of session.engine.store.dropHooks) hook(table, transaction);
  transaction.define({ kind: 'drop table', database: database.name, objectId: table.objectId });
}

function dropSchema(
  statement: DropStatement,
  name: string,
  { binding, transaction }: Defining,
): void {
  const database = binding.session.currentDatabase;
  const schema = database.schema(name);
  if (schema === undefined) {
    if (statement.ifExists) return;
    throw sqlMessage(15151, 'schema', name);
  }
  requireDefinition(binding.session, database, 'ALTER ANY SCHEMA');
  const used = database.tables.find((table) => table.schema.toLowerCase() === name.toLowerCase());
  if (used !== undefined) throw sqlMessage(3729, 'schema', name, used.name);
  transaction.define({ kind: 'drop schema', database: database.name, name });
}

function dropDatabase(
  statement: DropStatement,
  name: string,
  { binding, transaction }: Defining,
): void {
  const { session } = binding;
  const { store, sessions } = session.engine;
  const database = store.databases.get(name.toLowerCase());
  if (database === undefined) {
    if (statement.ifExists) return;
    throw sqlMessage(3701, 'database', name);
  }
  if (SYSTEM_DATABASES.has(name.toLowerCase())) throw sqlMessage(3708, 'database', name);
  if (!ownsDatabase(session, database)) throw sqlMessage(3701, 'database', name);
  const isUsed = [...sessions].some((other) => other.database.toLowerCase() === name.toLowerCase());
  if (isUsed) throw sqlMessage(3702, database.name);
  transaction.define({ kind: 'drop database', name: database.name });
}

const SETTABLE = new Set([
  'RECOVERY',
  'READ_COMMITTED_SNAPSHOT',
  'ALLOW_SNAPSHOT_ISOLATION',
  'COMPATIBILITY_LEVEL',
  'MULTI_USER',
  'SINGLE_USER',
]);

/** Settings are kept and shown; of them only locking by READ_COMMITTED_SNAPSHOT OFF is what the stand-in does. */
export function alterDatabase(
  statement: AlterDatabaseStatement,
  { binding, transaction }: Defining,
): void {
  const { session } = binding;
  const database =
    statement.database === undefined
      ? session.currentDatabase
      : session.engine.store.database(statement.database);
  if (!ownsDatabase(session, database)) throw sqlMessage(5011, database.name);
  for (const [name, value] of Object.entries(statement.settings)) {
    const isSnapshot = name.includes('SNAPSHOT') && value === 'ON';
    if (!SETTABLE.has(name) || isSnapshot)
      throw outsideSubset(`ALTER DATABASE … SET ${name} ${value}`, statement.line);
  }
  const value = { ...databaseSettings(database), ...statement.settings };
  transaction.define({ kind: 'fact', database: database.name, name: SETTINGS_FACT, value });
}
