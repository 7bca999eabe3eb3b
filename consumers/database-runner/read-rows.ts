import { canonicalValue } from '../../wire/canonical-value';
import type { RunnerResponses, SourcePosition } from '../../wire/database-runner';
import type { FeedTable } from '../../wire/feed-table';
import { placeRows } from '../../wire/row-places';
import { textOfValue } from '../../wire/select-as-text';
import { columnType, quotedTable } from './feed-tables';
import { atKey } from './key-bounds';
import type { Database } from './ports/database';
import { pageQuery, textColumns, textRow } from './read-pages';

type Row = Record<string, string | null>;

/** Where the source stands, by the log as capture has read it and by the server's clock. */
export async function sourcePosition(database: Database): Promise<SourcePosition> {
  const { rows } = await database.query({
    text: 'SELECT sys.fn_cdc_get_max_lsn() AS lsn, CONVERT(varchar(34), SYSUTCDATETIME(), 121) AS utc',
  });
  const lsn = textOfValue(rows[0]?.['lsn']);
  const utc = textOfValue(rows[0]?.['utc']) ?? '';
  return {
    lsn: lsn === null ? null : lsn.slice(2).toLowerCase(),
    time: `${utc.replace(' ', 'T')}Z`,
  };
}

/**
 * The rows of the keys, canonical, with the source's position from before they were read: what they went
 * through up to it is in them. A key that no value of its column's type can be has no row.
 */
export async function readKeys(
  database: Database,
  table: FeedTable,
  keys: readonly (readonly (string | null)[])[],
): Promise<RunnerResponses['read-keys']> {
  const position = await sourcePosition(database);
  const placed = placeRows(table);
  const found: Row[] = [];
  for (const key of keys.filter((one) => canBe(table, one))) {
    const { text, parameters } = atKey(table, key);
    const { rows } = await database.query({
      text: `SELECT ${textColumns(table)} FROM ${quotedTable(table)} WHERE ${text}`,
      parameters,
    });
    for (const row of rows.map((one) => placed(textRow(one)))) {
      // A collation may take other text for the same key.
      if (JSON.stringify(row.key) === JSON.stringify(key)) found.push(row.row);
    }
  }
  return { position, rows: found };
}

function canBe(table: FeedTable, key: readonly (string | null)[]): boolean {
  return table.key.every((column, at) => {
    const text = key[at] ?? null;
    return canonicalValue(columnType(table, column), text) === text;
  });
}

/** One row of each place, canonical: what lies there is all alike. */
export async function readPlaces(
  database: Database,
  table: FeedTable,
  places: readonly string[],
): Promise<RunnerResponses['read-places']> {
  const wanted = new Set(places);
  const placed = placeRows(table);
  const rows: Row[] = [];
  await database.stream(pageQuery(table, { after: null, last: null }), (row) => {
    const { place, row: canonical } = placed(textRow(row));
    if (wanted.delete(place)) rows.push(canonical);
  });
  return { rows };
}
