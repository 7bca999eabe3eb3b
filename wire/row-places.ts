import { canonicalRow, lakeColumnName, rowShape } from './canonical-row';
import type { FeedTable } from './feed-table';
import { hashOfValues } from './row-checksum';

type Row = Readonly<Record<string, string | null>>;

/** A row as it is compared: its key, where that lies, and a hash of all of it. */
export interface PlacedRow {
  /** Canonical values of the key's columns; empty where the table has no key. */
  key: (string | null)[];
  place: string;
  hash: string;
}

/** A row and how often it is there: more than once where its key does not name one row, or where it has none. */
export interface ListedRow extends PlacedRow {
  copies: number;
}

/** Reads rows of a table, from the source or the lake, in any of their forms. A row without a key is its own key. */
export function placeRows(table: FeedTable): (row: Row) => PlacedRow & { row: Row } {
  const shape = rowShape(table);
  const names = table.key.map(lakeColumnName);
  return (given) => {
    const row = canonicalRow(shape, given);
    const hash = hashOfValues(Object.values(row));
    const key = names.map((name) => row[name] ?? null);
    return { row, key, hash, place: key.length === 0 ? hash : hashOfValues(key) };
  };
}
