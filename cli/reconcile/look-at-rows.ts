import { KEYS_READ_MAX } from '../../wire/database-runner';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { placeRows } from '../../wire/row-places';
import { invokeRunner } from '../invoke-runner';
import type { RelationalTarget } from '../target';
import { standingOf, type KeyLook, type LookAgain } from './key-look';
import { lakeContent } from './lake-side';
import { rowsRelation } from './lake-relation';

type Row = Record<string, string | null>;

/** Reads keys of a table by their key: the source through the database runner, then the lake. */
export function lookAtRows(target: RelationalTarget, table: FeedTable): LookAgain {
  const placed = placeRows(table);
  const relation = rowsRelation(target, table);
  return async (keys) => {
    if (keys.length === 0) return [];
    const source = new Map<string, Row[]>();
    for (let from = 0; from < keys.length; from += KEYS_READ_MAX) {
      const some = keys.slice(from, from + KEYS_READ_MAX);
      for (const row of (await readKeys(target, table, some)).rows) {
        const { place, row: canonical } = placed(row);
        source.set(place, [...(source.get(place) ?? []), canonical]);
      }
    }
    const places = keys.map(({ place }) => place);
    const lake = await lakeContent(target.lake, relation, places);
    return keys.map(({ key, place }): KeyLook => {
      const content = lake.get(place) ?? null;
      const rows = content === null ? [] : [placed(JSON.parse(content) as Row).row];
      return { key, place, source: standingOf(source.get(place) ?? []), lake: standingOf(rows) };
    });
  };
}

export function readKeys(
  target: RelationalTarget,
  table: FeedTable,
  keys: readonly Pick<KeyLook, 'key'>[],
) {
  return invokeRunner(target, {
    action: 'read-keys',
    table: tableName(table),
    keys: keys.map(({ key }) => [...key]),
  });
}
