import { lakeColumnName } from '../../wire/canonical-row';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { athenaType } from './athena-type';
import type { ViewColumn, ViewSource } from './view-column';

/*
 * The SQL of the two views of a source table. Only what Trino (Athena) and DuckDB both take; values
 * come from exact text, so that a number passes through no double on its way to its type.
 */

/** Where a change stands and how it came; the same for every table. */
const CHANGE_COLUMNS: readonly ViewColumn[] = [
  'operation',
  'position',
  'commit_time',
  'transaction_id',
  'shard_id',
  'sequence_number',
  'arrival_time',
].map((name) => ({ name: `change_${name}`, cast: 'varchar', hive: 'string' }));

function rowColumns(table: FeedTable): ViewColumn[] {
  return Object.entries(table.columns).map(([name, type]) => ({
    name: lakeColumnName(name),
    ...athenaType(type),
  }));
}

export function changesColumns(table: FeedTable): ViewColumn[] {
  return [...CHANGE_COLUMNS, ...rowColumns(table)];
}

/** The row's exact text, from which two sides can be compared without a loss. */
const ROW_JSON: ViewColumn = { name: 'change_row_json', cast: 'varchar', hive: 'string' };

export function currentColumns(table: FeedTable): ViewColumn[] {
  return [...rowColumns(table), ROW_JSON];
}

/** Every change of the table as it arrived, duplicates included, its row typed. */
export function changesView(table: FeedTable, source: ViewSource): string {
  const columns = [
    ...CHANGE_COLUMNS.map(({ name }) => `${name.replace(/^change_/, '')} AS ${name}`),
    ...typedColumns(table),
  ];
  return [`SELECT`, `  ${columns.join(',\n  ')}`, fromTable(table, source)].join('\n');
}

/**
 * The table as it stands: for each key the change with the greatest position among those that reached
 * the stream after the key's newest load, else that load; deletes gone. A change counts from its first
 * arrival, so that one delivered again after a reload does not undo the reload. Which came first tell
 * sequence numbers where both were put under one partition key, else the times of arrival: of two shards the
 * numbers do not compare (https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html). An update that
 * changed the key deletes the row under its old key. A table without a key has no such view.
 */
export function currentView(table: FeedTable, source: ViewSource): string {
  const [firstKey] = table.key;
  if (firstKey === undefined)
    throw new Error(`${tableName(table)} has no key, so its current rows cannot be told`);
  const names = table.key.map((_, index) => `key_${index + 1}`).join(', ');
  const arrival = `sequence_number, arrival_time, ${partitionKey(table)} AS put_under`;
  return `WITH arrived AS (
  SELECT operation, row_json, position, ${arrival}, ${keyColumns(table, 'row_json')}
  ${fromTable(table, source, 2)}
  UNION ALL
  SELECT 'delete' AS operation, before_json, position, ${arrival}, ${keyColumns(table, 'before_json')}
  ${fromTable(table, source, 2)}
    AND operation = 'update'
    AND (${keyChanged(table)})
),
placed AS (
  SELECT *,
    min(sequence_number) OVER (PARTITION BY ${names}, position) AS first_number,
    min(arrival_time) OVER (PARTITION BY ${names}, position) AS first_time,
    ${ofNewestLoad('sequence_number', names)} AS load_number,
    ${ofNewestLoad('arrival_time', names)} AS load_time,
    ${ofNewestLoad('put_under', names)} AS load_put_under
  FROM arrived
),
ranked AS (
  SELECT operation, row_json, row_number() OVER (
    PARTITION BY ${names}
    ORDER BY CASE WHEN operation = 'load' THEN 0 ELSE 1 END DESC, position DESC, sequence_number DESC
  ) AS place
  FROM placed
  WHERE CASE
    WHEN operation = 'load' THEN sequence_number = load_number
    WHEN load_number IS NULL THEN true
    WHEN put_under = load_put_under THEN first_number > load_number
    ELSE first_time >= load_time
  END
)
SELECT
  ${[...typedColumns(table), `row_json AS ${ROW_JSON.name}`].join(',\n  ')}
FROM ranked
WHERE place = 1 AND operation <> 'delete'`;
}

function fromTable(table: FeedTable, { database, table: all }: ViewSource, indent = 0): string {
  const where = `WHERE table_name = '${tableName(table)}'`;
  return `FROM "${database}"."${all}"\n${' '.repeat(indent)}${where}`;
}

function keyColumns({ key }: FeedTable, json: string): string {
  return key.map((column, index) => `${textOf(json, column)} AS key_${index + 1}`).join(', ');
}

/** What DMS is told to take for the partition key, else the row's key. */
function partitionKey({ partitionBy }: FeedTable): string {
  return partitionBy === undefined ? 'key_json' : textOf('row_json', partitionBy);
}

/** The column of a key's newest load; null where there is none. */
function ofNewestLoad(column: string, names: string): string {
  const isLoad = "CASE WHEN operation = 'load' THEN 1 END";
  return (
    `first_value(CASE WHEN operation = 'load' THEN ${column} END) OVER ` +
    `(PARTITION BY ${names} ORDER BY ${isLoad} NULLS LAST, arrival_time DESC, sequence_number DESC)`
  );
}

/** A before image without the key's columns says nothing of a key change. */
function keyChanged({ key }: FeedTable): string {
  return key
    .map((column) => `${textOf('before_json', column)} <> ${textOf('row_json', column)}`)
    .join(' OR ');
}

function textOf(json: string, column: string): string {
  return `json_extract_scalar(${json}, '$.${lakeColumnName(column)}')`;
}

function typedColumns(table: FeedTable): string[] {
  return Object.entries(table.columns).map(([column, type]) => {
    const { cast } = athenaType(type);
    return `${typed(textOf('row_json', column), cast)} AS "${lakeColumnName(column)}"`;
  });
}

function typed(text: string, cast: string): string {
  return cast === 'varchar' ? text : `CAST(${text} AS ${cast})`;
}
