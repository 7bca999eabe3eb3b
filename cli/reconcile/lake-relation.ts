import { lakeColumnName } from '../../wire/canonical-row';
import { tableName, type FeedTable } from '../../wire/feed-table';
import type { DynamoTarget, RelationalTarget } from '../target';
import type { LakeRelation } from './lake-sql';

/** The rows of a relational table as the lake has them now. */
export function rowsRelation(
  target: RelationalTarget,
  table: FeedTable,
  { since }: { since?: string } = {},
): LakeRelation {
  const names = Object.keys(table.columns).map(lakeColumnName);
  const values = names
    .map((name, index) => `json_extract_scalar(content, '$.${name}') AS v_${String(index)}`)
    .join(', ');
  const view = target.feed.lake.views[tableName(table)]?.current ?? '';
  const from =
    table.key.length === 0
      ? multisetOf(target, table, since)
      : `SELECT change_row_json AS content, 1 AS copies FROM "${view}"`;
  return {
    select: `SELECT content, copies, ${values} FROM (${from}) AS current_rows`,
    values: names.length,
    key: table.key.map((column) => names.indexOf(lakeColumnName(column))),
  };
}

/**
 * A table without a key, as how often each row is there: loaded, inserted or changed into, less deleted or
 * changed from. A record that Firehose delivered twice counts once, by its place in the stream, a change that
 * DMS sent twice by its position. `since`: only what arrived from then on, ISO 8601.
 */
function multisetOf({ feed }: RelationalTarget, table: FeedTable, since?: string): string {
  const { database, table: all } = feed.lake;
  const arrived = since === undefined ? '' : ` AND arrival_time >= '${since}'`;
  const steps = `SELECT DISTINCT operation, row_json, before_json, position,
      CASE WHEN position IS NULL THEN shard_id || sequence_number END AS arrived_at
    FROM "${database}"."${all}"
    WHERE table_name = '${tableName(table)}'${arrived}`;
  return `SELECT content, sum(step) AS copies FROM (
    SELECT row_json AS content, CASE WHEN operation = 'delete' THEN -1 ELSE 1 END AS step
    FROM (${steps}) AS changes
    UNION ALL
    SELECT before_json AS content, -1 AS step
    FROM (${steps}) AS changes
    WHERE operation = 'update'
  ) AS steps GROUP BY content HAVING sum(step) > 0`;
}

/** The items as the lake has them now, each as the canonical JSON of its key and of itself. */
export function itemsRelation({ feed }: DynamoTarget): LakeRelation {
  return {
    select: `SELECT row_json AS content, 1 AS copies, key_json AS v_0, row_json AS v_1 FROM "${feed.lake.views.current}"`,
    values: 2,
    key: [0],
  };
}
