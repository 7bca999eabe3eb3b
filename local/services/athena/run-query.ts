import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import type { Glue } from '../glue/service';
import { CATALOG, type ObjectLocation, registerTables, useDatabase } from './register-tables';
import { athenaType, renderCell } from './render-value';
import { identifier, textLiteral } from './sql-text';
import { type Statement, translateTrino } from './statement';
import { TRINO_MACROS } from './trino-macros.data';

export interface ResultColumn {
  name: string;
  type: string;
}

/** A finished statement: every value as text. */
export interface QueryResult {
  columns: ResultColumn[];
  rows: (string | null)[][];
}

export interface QueryPlace {
  cloud: Cloud;
  glue: Glue;
  objectLocation: ObjectLocation;
  caller: Caller;
  database: string;
  signal: AbortSignal;
}

/** Runs a statement in an engine of its own, so that queries do not see each other. */
export async function runQuery(statement: Statement, place: QueryPlace): Promise<QueryResult> {
  return statement.kind === 'query'
    ? runSelect(statement.sql, place)
    : list(statement, place.glue, place.database);
}

async function runSelect(sql: string, place: QueryPlace): Promise<QueryResult> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    threads: '2',
  });
  try {
    const connection = await instance.connect();
    const stop = () => connection.interrupt();
    place.signal.addEventListener('abort', stop, { once: true });
    await prepare(connection, place);
    const tables = place.glue.tables();
    const files = await registerTables({ ...place, connection, tables }, sql);
    await lockDown(connection, files);
    await useDatabase(connection, place.database);
    return await read(connection, translateTrino(sql));
  } finally {
    instance.closeSync();
  }
}

async function prepare(connection: DuckDBConnection, { glue, database }: QueryPlace) {
  await connection.run(`SET TimeZone='UTC'`);
  await connection.run(`ATTACH ':memory:' AS ${CATALOG}`);
  const schemas = new Set([database, ...glue.databases().map(({ name }) => name)]);
  for (const schema of schemas) {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${CATALOG}.${identifier(schema)}`);
  }
  for (const macro of TRINO_MACROS) await connection.run(`CREATE MACRO memory.main.${macro}`);
}

/** A query reads the table's files and nothing else of the laptop. */
async function lockDown(connection: DuckDBConnection, files: string[]): Promise<void> {
  if (files.length > 0) {
    await connection.run(`SET allowed_paths=[${files.map(textLiteral).join(', ')}]`);
  }
  await connection.run('SET enable_external_access=false');
}

async function read(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  const reader = await connection.runAndReadAll(sql);
  const types = reader.columnTypes();
  return {
    columns: reader.columnNames().map((name, at) => ({
      name,
      type: types[at] === undefined ? 'varchar' : athenaType(types[at]),
    })),
    rows: reader
      .getRows()
      .map((row) =>
        row.map((value, at) => (types[at] === undefined ? null : renderCell(value, types[at]))),
      ),
  };
}

function list(
  statement: Exclude<Statement, { kind: 'query' }>,
  glue: Glue,
  current: string,
): QueryResult {
  const column = (name: string) => [{ name, type: 'string' }];
  switch (statement.kind) {
    case 'show-databases':
      return { columns: column('database_name'), rows: glue.databases().map(({ name }) => [name]) };
    case 'show-tables':
    case 'show-views': {
      const named = glue
        .tables(statement.database ?? current)
        .filter(({ kind }) => statement.kind === 'show-tables' || kind === 'VIRTUAL_VIEW')
        .map(({ name }) => name)
        .filter((name) => matchesHive(name, statement.pattern));
      return { columns: column('tab_name'), rows: named.sort().map((name) => [name]) };
    }
    case 'describe': {
      const database = statement.database ?? current;
      const table = glue.tables(database).find(({ name }) => name === statement.table);
      if (table === undefined) {
        throw new Error(
          `FAILED: SemanticException [Error 10001]: Table not found ${database}.${statement.table}`,
        );
      }
      const columns = [...table.columns, ...table.partitionKeys];
      return {
        columns: ['col_name', 'data_type', 'comment'].map((name) => ({ name, type: 'string' })),
        rows: columns.map(({ name, type, comment }) => [name, type, comment ?? '']),
      };
    }
  }
}

/** Hive's patterns: `*` stands for anything, `|` separates alternatives. */
function matchesHive(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  return new RegExp(`^(?:${pattern.replaceAll(/(?<!\.)\*/g, '.*')})$`, 'i').test(name);
}
