import { KEYS_READ_MAX } from '../../wire/database-runner';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { placeRows, type ListedRow } from '../../wire/row-places';
import { invokeRunner } from '../invoke-runner';
import type { RelationalTarget } from '../target';
import type { KeyLook, LookAgain, Standing } from './key-look';
import { lakeContent } from './lake-side';
import type { LakeRelation } from './lake-sql';
import type { Side } from './side';

/** Counts how often rows of a table without a key are there; reads each side whole. */
export function lookAtCopies(sides: { source: Side; lake: Side }): LookAgain {
  return async (keys) => {
    const places = keys.map(({ place }) => place);
    const source = byPlace(await sides.source.list(places));
    const lake = byPlace(await sides.lake.list(places));
    return keys.map(({ key, place }) => ({
      key,
      place,
      source: copiesAt(source.get(place)),
      lake: copiesAt(lake.get(place)),
    }));
  };
}

function byPlace(rows: readonly ListedRow[]): Map<string, ListedRow> {
  return new Map(rows.map((row) => [row.place, row]));
}

function copiesAt(row: ListedRow | undefined): Standing {
  const copies = row?.copies ?? 0;
  return { copies, row: null, state: String(copies) };
}

/** Adds what the rows hold, of at most `KEYS_READ_MAX`, so that they can be named. */
export async function withContent(
  keys: readonly KeyLook[],
  from: { target: RelationalTarget; table: FeedTable; relation: LakeRelation },
): Promise<KeyLook[]> {
  const named = keys.slice(0, KEYS_READ_MAX);
  const places = named.map(({ place }) => place);
  if (places.length === 0) return [];
  const { target, table, relation } = from;
  const placed = placeRows(table);
  const { rows } = await invokeRunner(target, {
    action: 'read-places',
    table: tableName(table),
    places,
  });
  const lake = await lakeContent(target.lake, relation, places);
  const contents = [...lake.values()].map(
    (content) => JSON.parse(content ?? '{}') as Record<string, string | null>,
  );
  const found = new Map(
    [...contents, ...rows].map((row) => {
      const { place, row: canonical } = placed(row);
      return [place, canonical];
    }),
  );
  return named.map((key) => ({
    ...key,
    source: { ...key.source, row: found.get(key.place) ?? null },
  }));
}
