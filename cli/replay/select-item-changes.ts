import { CANARY_TABLE } from '../../wire/canary';
import { ITEM_ROW_COLUMNS } from '../../wire/item-row';
import {
  conditionsOf,
  PLACE,
  textOf,
  type LakeTable,
  type ReplaySelection,
} from './replay-selection';

/**
 * `chosen`: of a DynamoDB feed's lake each change once. A record of the stream has the item as it was
 * before, which the lake keeps only by a setting; without it the item is that of another row of the key
 * with the hash that this one names. Rows that came past the stream are no changes and are not chosen.
 */
export function chosenItemChanges(
  { database, table }: LakeTable,
  selection: ReplaySelection,
): string {
  const all = `"${database}"."${table}"`;
  const conditions = [
    `table_name <> ${textOf(CANARY_TABLE)}`,
    "operation IN ('insert', 'update', 'delete')",
    ...conditionsOf(selection, 'change_time'),
  ];
  const own = ITEM_ROW_COLUMNS.filter((name) => name !== 'before_json');
  return `states AS (
  SELECT key_json, new_hash, max(row_json) AS row_json FROM ${all}
  WHERE new_hash IS NOT NULL AND row_json IS NOT NULL
  GROUP BY key_json, new_hash
),
copies AS (
  SELECT ${ITEM_ROW_COLUMNS.join(', ')}, ${PLACE} AS place, row_number() OVER (
    PARTITION BY table_name, key_json, position, event_id, operation,
      coalesce(old_hash, ''), coalesce(new_hash, '')
    ORDER BY sequence_number, arrival_time
  ) AS copy
  FROM ${all}
  WHERE ${conditions.join('\n    AND ')}
),
chosen AS (
  SELECT ${own.map((name) => `c.${name}`).join(', ')}, c.place,
    coalesce(c.before_json, s.row_json) AS before_json,
    c.old_hash IS NULL OR coalesce(c.before_json, s.row_json) IS NOT NULL AS can_be_rebuilt
  FROM copies c
  LEFT JOIN states s ON s.key_json = c.key_json AND s.new_hash = c.old_hash
  WHERE c.copy = 1
)`;
}
