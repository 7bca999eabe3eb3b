import { gunzipSync } from 'node:zlib';
import { callS3Patiently } from '../s3/call-patiently';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import type { CatalogTable } from '../glue/service';
import { listRowObjects } from '../s3/list-row-objects';
import { duckDbType } from './column-type';
import { plainValue } from './json-value';
import { type Projection, partitionProjection } from './partition-projection';
import { identifier, textLiteral } from './sql-text';
import { translateTrino } from './statement';

/** Where the object's file lies on disk; undefined where it has none. */
export type ObjectLocation = (bucket: string, key: string) => string | undefined;

export interface Registration {
  cloud: Cloud;
  caller: Caller;
  connection: DuckDBConnection;
  tables: CatalogTable[];
  objectLocation: ObjectLocation;
}

export const CATALOG = 'awsdatacatalog';

/** "A single row or its columns" may have 32 MB: https://docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html */
const ROW_BYTES_MAX = 32 * 1024 * 1024;

interface Found {
  bucket: string;
  key: string;
  partition: Record<string, string>;
  path: string | undefined;
}

/** Makes every table that the text names, and what those views name, known. Gives the files read. */
export async function registerTables(registration: Registration, text: string): Promise<string[]> {
  const registered = new Set<CatalogTable>();
  const files: string[] = [];
  const showsPath = /"\$path"/i.test(text);
  const register = async (sql: string) => {
    for (const table of registration.tables) {
      if (registered.has(table) || !names(sql, table.name)) continue;
      registered.add(table);
      if (table.kind === 'EXTERNAL_TABLE') {
        files.push(...(await registerTable(registration, table, showsPath)));
      } else {
        const view = viewDefinition(table);
        await register(view.originalSql);
        await registerView(registration, table, view);
      }
    }
  };
  await register(text);
  return files;
}

function names(sql: string, table: string): boolean {
  return sql.toLowerCase().match(/\w+/g)?.includes(table) ?? false;
}

interface ViewDefinition {
  originalSql: string;
  schema?: string;
}

function viewDefinition(table: CatalogTable): ViewDefinition {
  const [, encoded] = /\/\*\s*Presto View:\s*(\S+)\s*\*\//.exec(table.viewText ?? '') ?? [];
  if (encoded === undefined) {
    throw new Error(`${table.database}.${table.name}: view_original_text holds no Presto view`);
  }
  return JSON.parse(Buffer.from(encoded, 'base64').toString()) as ViewDefinition;
}

async function registerView(
  { connection }: Registration,
  table: CatalogTable,
  view: ViewDefinition,
): Promise<void> {
  await useDatabase(connection, view.schema ?? table.database);
  await connection.run(`CREATE VIEW ${qualified(table)} AS ${translateTrino(view.originalSql)}`);
}

/** Unqualified names are looked up in the database first; the Trino functions stand in `memory.main`. */
export async function useDatabase(connection: DuckDBConnection, database: string): Promise<void> {
  const path = `${CATALOG}.${identifier(database)},memory.main`;
  await connection.run(`SET search_path=${textLiteral(path)}`);
}

/**
 * `showsPath`: with Athena's hidden column `$path`, the object that a row lies in. Hidden it is not here: so
 * it is there only in a query that names it.
 */
async function registerTable(
  registration: Registration,
  table: CatalogTable,
  showsPath: boolean,
): Promise<string[]> {
  const { connection, cloud } = registration;
  const found = await objectsOf(registration, projectionOf(table, cloud.clock.now()));
  const paths = found.flatMap(({ path }) => path ?? []);
  const selects = [emptySelect(table)];
  for (const gzip of [true, false]) {
    const some = found.filter(
      ({ key, path }) => path !== undefined && key.endsWith('.gz') === gzip,
    );
    if (some.length > 0) selects.push(fileSelect(table, some, gzip ? 'gzip' : 'uncompressed'));
  }
  const unfiled = found.filter(({ path }) => path === undefined);
  if (unfiled.length > 0) selects.push(await loadLines(registration, table, unfiled));
  const all = selects.join(' UNION ALL ');
  const columns = showsPath ? '*' : `* EXCLUDE ("$path")`;
  await connection.run(`CREATE VIEW ${qualified(table)} AS SELECT ${columns} FROM (${all})`);
  return paths;
}

function projectionOf(table: CatalogTable, now: number): Projection {
  const projection = partitionProjection(table, now);
  return table.partitionKeys.length > 0 ? projection : { ...projection, valuesOf: () => ({}) };
}

async function objectsOf(
  { cloud, caller, objectLocation }: Registration,
  projection: Projection,
): Promise<Found[]> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(projection.prefix) ?? [];
  const keys = await listRowObjects(cloud, caller, { bucket, prefix });
  return keys.flatMap((key) => {
    const partition = projection.valuesOf(`s3://${bucket}/${key}`);
    if (partition === undefined) return [];
    return [{ bucket, key, partition, path: objectLocation(bucket, key) }];
  });
}

function emptySelect(table: CatalogTable): string {
  const columns = [...table.columns, ...table.partitionKeys].map(
    ({ name, type }) => `CAST(NULL AS ${duckDbType(type)}) AS ${identifier(name)}`,
  );
  return `SELECT ${columns.join(', ')}, CAST(NULL AS VARCHAR) AS "$path" WHERE false`;
}

function fileSelect(table: CatalogTable, found: Found[], compression: string): string {
  const columns = table.columns.map(
    ({ name, type }) => `${textLiteral(name)}: ${textLiteral(typeInFile(type))}`,
  );
  const paths = found.map(({ path }) => textLiteral(path ?? ''));
  const options = [
    `format='newline_delimited'`,
    `compression='${compression}'`,
    `columns={${columns.join(', ')}}`,
    `filename='$path'`,
    `maximum_object_size=${ROW_BYTES_MAX}`,
    `ignore_errors=${ignoresMalformed(table)}`,
  ];
  const rows = found.map((one) => partitionRow(table, one.path ?? '', one));
  const values = table.columns.map(
    ({ name, type }) =>
      `${plainValue(identifier(name), type) ?? identifier(name)} AS ${identifier(name)}`,
  );
  const lines = `SELECT "$path", ${values.join(', ')} FROM read_json([${paths.join(', ')}], ${options.join(', ')})`;
  return joined(table, lines, rows);
}

/** Columns of plain types are read as text, which the SerDe's rules then turn into values. */
function typeInFile(hiveType: string): string {
  return plainValue('', hiveType) === undefined ? duckDbType(hiveType) : 'VARCHAR';
}

/** A malformed line is a row of nulls where the SerDe is told so; else it fails the query. */
function ignoresMalformed({ serDeParameters }: CatalogTable): boolean {
  return serDeParameters['ignore.malformed.json']?.toLowerCase() === 'true';
}

/** Objects without a file of their own (state in memory): their lines go into a table. */
async function loadLines(
  { cloud, caller, connection }: Registration,
  table: CatalogTable,
  found: Found[],
): Promise<string> {
  const lines = `memory.main.${identifier(`lines of ${table.database}.${table.name}`)}`;
  await connection.run(`CREATE TABLE ${lines} ("$path" VARCHAR, line VARCHAR)`);
  for (const { bucket, key } of found) {
    const { Body } = (await callS3Patiently(cloud, caller, {
      action: 'GetObject',
      input: { Bucket: bucket, Key: key },
    })) as { Body: Uint8Array };
    const text = (key.endsWith('.gz') ? gunzipSync(Body) : Buffer.from(Body)).toString();
    const rows = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of rows) {
      await connection.run(`INSERT INTO ${lines} VALUES ($1, $2)`, [key, line]);
    }
  }
  const line = ignoresMalformed(table) ? 'TRY_CAST(line AS JSON)' : 'CAST(line AS JSON)';
  const columns = table.columns.map(({ name, type }) => {
    const text = `json_extract_string(${line}, ${textLiteral(`$."${name}"`)})`;
    const value = plainValue(text, type) ?? `CAST(${text} AS ${duckDbType(type)})`;
    return `${value} AS ${identifier(name)}`;
  });
  const rows = found.map((one) => partitionRow(table, one.key, one));
  return joined(table, `SELECT "$path", ${columns.join(', ')} FROM ${lines}`, rows);
}

/** The lines' columns beside those of the partition that their object lies in. */
function joined(table: CatalogTable, lines: string, partitions: string[]): string {
  return `SELECT ${selected(table)} FROM (${lines}) AS t JOIN (VALUES ${partitions.join(', ')}) AS f(${partitionColumns(table)}) ON t."$path" = f."$path"`;
}

function selected(table: CatalogTable): string {
  return [
    ...table.columns.map(({ name }) => `t.${identifier(name)}`),
    ...table.partitionKeys.map(
      ({ name, type }) =>
        `CAST(f.${identifier(name)} AS ${duckDbType(type)}) AS ${identifier(name)}`,
    ),
    'f."$uri" AS "$path"',
  ].join(', ');
}

function partitionColumns(table: CatalogTable): string {
  return ['"$path"', '"$uri"', ...table.partitionKeys.map(({ name }) => identifier(name))].join(
    ', ',
  );
}

/** `path` is what the lines are read by, the object's address what a query sees. */
function partitionRow(table: CatalogTable, path: string, object: Found): string {
  const { bucket, key, partition } = object;
  const cells = table.partitionKeys.map(({ name }) => textLiteral(partition[name] ?? ''));
  return `(${[textLiteral(path), textLiteral(`s3://${bucket}/${key}`), ...cells].join(', ')})`;
}

function qualified(table: CatalogTable): string {
  return `${CATALOG}.${identifier(table.database)}.${identifier(table.name)}`;
}
