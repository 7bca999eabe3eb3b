import { CANARY_TABLE } from '../../wire/canary';
import { LAKE_ROW_COLUMNS } from '../../wire/lake-row';
import {
  conditionsOf,
  PLACE,
  textOf,
  type LakeTable,
  type ReplaySelection,
} from './replay-selection';

/**
 * `chosen`: of a relational feed's lake each change once, whichever of its copies came first, and the
 * rows of loads where no time is given, since a load has none.
 */
export function chosenRowChanges(
  { database, table }: LakeTable,
  selection: ReplaySelection,
): string {
  const conditions = [
    `table_name <> ${textOf(CANARY_TABLE)}`,
    ...conditionsOf(selection, 'commit_time'),
  ];
  return `copies AS (
  SELECT ${LAKE_ROW_COLUMNS.join(', ')}, ${PLACE} AS place, row_number() OVER (
    PARTITION BY table_name, coalesce(key_json, row_json), operation, coalesce(position, sequence_number)
    ORDER BY sequence_number, arrival_time
  ) AS copy
  FROM "${database}"."${table}"
  WHERE ${conditions.join('\n    AND ')}
),
chosen AS (SELECT *, true AS can_be_rebuilt FROM copies WHERE copy = 1)`;
}
