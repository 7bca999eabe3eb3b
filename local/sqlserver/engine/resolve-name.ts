import { outsideSubset } from '../outside-subset';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { ObjectName } from '../tsql/parse/ast';
import type { EngineSession } from './engine-session';
import { sqlMessage } from './sql-message';

const DEFAULT_SCHEMA = 'dbo';

export function schemaOf(name: ObjectName): string {
  return name.schema === undefined || name.schema === '' ? DEFAULT_SCHEMA : name.schema;
}

/** Throws 911 (no such database) or 916 (not for this login). */
export function databaseOf(session: EngineSession, name: ObjectName): Database {
  if (name.database === undefined) return session.currentDatabase;
  const database = session.engine.store.database(name.database);
  if (!session.canAccess(database)) throw sqlMessage(916, session.login, database.name);
  return database;
}

export function writtenName({ database, schema, name }: ObjectName): string {
  return [database, schema, name].filter((part) => part !== undefined).join('.');
}

/** The user table of that name. Throws 208. */
export function tableOf(session: EngineSession, name: ObjectName): Table {
  if (name.database === undefined && name.name.startsWith('#')) {
    throw outsideSubset('A temporary table', name.line);
  }
  const table = databaseOf(session, name).table(schemaOf(name), name.name);
  if (table === undefined) throw sqlMessage(208, writtenName(name));
  return table;
}
