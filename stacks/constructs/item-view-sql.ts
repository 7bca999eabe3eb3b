import type { ItemColumns } from '../../settings/item-columns';
import { columnOf } from '../../wire/item-column';
import { ITEM_ROW_COLUMNS } from '../../wire/item-row';
import type { ViewColumn, ViewSource } from './view-column';

/*
 * The SQL of the views of a DynamoDB table's items, in what Trino (Athena) and DuckDB both take.
 *
 * The table over the files has text alone, and the views give attributes their types: text that is not of
 * its type is null, whichever of its readers of JSON Athena uses, and one odd item fails no query.
 *
 * DynamoDB's stream tells of an item's changes twice, out of order, and with times that tie. So a change is a
 * step from the item's state before to its state after (their hashes; none is the empty text), and what
 * happened at one position is the sum of its distinct steps: a state's balance is how often it was reached less
 * how often it was left, and the states above zero are the ends. A position without an end is a circle, which
 * changed nothing. The newest position with an end has the item; two ends there are a tie, which is told and
 * never resolved by luck. A row read from the table itself (`repair`) is an end of its own. An exported row
 * (`load`) counts only for a key that has no end.
 */

/** The table whose items a view shows, and the table over all the feed's rows. */
export interface ItemSource extends ViewSource {
  tableName: string;
}

const TEXT = { cast: 'varchar', hive: 'string' };

const KEY: ViewColumn = { name: 'key_json', ...TEXT };
const POSITION: ViewColumn = { name: 'position', ...TEXT };

/** The attributes that settings list, with their types. */
function typedColumns(columns: ItemColumns): ViewColumn[] {
  return columns.map(({ attribute, type }) => ({
    name: columnOf(attribute),
    cast: castOf(type),
    hive: type,
  }));
}

export function itemChangesColumns(columns: ItemColumns): ViewColumn[] {
  return [...ITEM_ROW_COLUMNS.map((name) => ({ name, ...TEXT })), ...typedColumns(columns)];
}

export function currentItemsColumns(columns: ItemColumns): ViewColumn[] {
  return [
    ...typedColumns(columns),
    KEY,
    { name: 'row_json', ...TEXT },
    { name: 'change_time', ...TEXT },
    { name: 'change_tied', cast: 'boolean', hive: 'boolean' },
  ];
}

export const TIED_KEYS_COLUMNS: readonly ViewColumn[] = [
  KEY,
  POSITION,
  { name: 'states', cast: 'bigint', hive: 'bigint' },
];

/** Trino's name of a type of the catalogue. */
function castOf(type: string): string {
  if (type === 'string') return 'varchar';
  return type === 'int' ? 'integer' : type;
}

/** Every change of the table as it arrived, copies included, its listed attributes typed. */
export function itemChangesView(columns: ItemColumns, source: ItemSource): string {
  const names = [...ITEM_ROW_COLUMNS, ...typedColumns(columns).map(typed)];
  return `SELECT
  ${names.join(',\n  ')}
FROM ${rowsOf(source)}
WHERE table_name = ${textOf(source.tableName)}`;
}

/**
 * The items as they stand, one row a key. A tied key has its row too, with `change_tied`, the key, and
 * nothing of what it might hold.
 */
export function currentItemsView(columns: ItemColumns, source: ItemSource): string {
  const names = columns.map(({ attribute }) => `"${columnOf(attribute)}"`);
  const values = typedColumns(columns).map(typed);
  return `WITH ${newestEnds(source)},
placed AS (
  SELECT c.key_json, c.change_time,
    ${[...names, 'row_json'].map(unlessTied).join(',\n    ')},
    coalesce(n.ends, 1) AS ends,
    row_number() OVER (PARTITION BY c.key_json ORDER BY c.arrival_time DESC, c.row_json) AS place
  FROM ${rowsOf(source)} c
  LEFT JOIN newest n ON n.key_json = c.key_json
  WHERE c.table_name = ${textOf(source.tableName)}
    AND ((c.operation = 'load' AND n.key_json IS NULL)
      OR (c.operation <> 'load' AND c.position = n.position AND coalesce(c.new_hash, '') = n.state))
)
SELECT
  ${[...values, 'key_json', 'row_json', 'change_time'].join(',\n  ')},
  ends > 1 AS change_tied
FROM placed
WHERE place = 1 AND (row_json IS NOT NULL OR ends > 1)`;
}

function typed({ name, cast }: ViewColumn): string {
  return cast === 'varchar' ? `"${name}"` : `TRY_CAST("${name}" AS ${cast}) AS "${name}"`;
}

/** Of a load there are no ends. */
function unlessTied(name: string): string {
  return `CASE WHEN coalesce(n.ends, 1) = 1 THEN c.${name} END AS ${name}`;
}

/** The keys whose newest changes cannot be put in order, and how many states each may have. */
export function tiedKeysView(source: ItemSource): string {
  return `WITH ${newestEnds(source)}
SELECT key_json, position, ends AS states
FROM newest
WHERE ends > 1`;
}

/** `newest`: of each key its newest position with an end, how many ends that has, and one of them. */
function newestEnds(source: ItemSource): string {
  const rows = `FROM ${rowsOf(source)}\n  WHERE table_name = ${textOf(source.tableName)}`;
  return `steps AS (
  SELECT DISTINCT key_json, position, event_id,
    coalesce(old_hash, '') AS old_state, coalesce(new_hash, '') AS new_state
  ${rows} AND operation IN ('insert', 'update', 'delete')
),
moves AS (
  SELECT key_json, position, new_state AS state, 1 AS step FROM steps
  UNION ALL
  SELECT key_json, position, old_state AS state, -1 AS step FROM steps
),
ended AS (
  SELECT key_json, position, state FROM moves
  GROUP BY key_json, position, state
  HAVING sum(step) > 0
  UNION
  SELECT key_json, position, coalesce(new_hash, '') AS state
  ${rows} AND operation = 'repair'
),
ranked AS (
  SELECT *, rank() OVER (PARTITION BY key_json ORDER BY position DESC) AS place FROM ended
),
newest AS (
  SELECT key_json, position, max(state) AS state, count(*) AS ends
  FROM ranked
  WHERE place = 1
  GROUP BY key_json, position
)`;
}

function rowsOf({ database, table }: ViewSource): string {
  return `"${database}"."${table}"`;
}

function textOf(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
