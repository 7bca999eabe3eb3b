import type { ListedRow } from '../../wire/row-places';
import type { DifferingKey } from './find-differences';

type Row = Readonly<Record<string, string | null>>;

/** What stands at a key on one side. */
export interface Standing {
  copies: number;
  /** Canonical; null where there is none, or where only its hash was asked for. */
  row: Row | null;
  /** The same exactly when the same stands there. */
  state: string;
}

/** Both sides of a key, read at about the same time. */
export interface KeyLook {
  key: readonly (string | null)[];
  place: string;
  source: Standing;
  lake: Standing;
}

/** Looks at the keys again, on both sides. */
export type LookAgain = (keys: readonly KeyLook[]) => Promise<KeyLook[]>;

/** Rows of one key, canonical. */
export function standingOf(rows: readonly Row[]): Standing {
  return { copies: rows.length, row: rows[0] ?? null, state: JSON.stringify(rows) };
}

/** A key as a comparison found it, by hashes alone. */
export function lookByHash({ key, place, source, lake }: DifferingKey): KeyLook {
  return { key, place, source: hashedStanding(source), lake: hashedStanding(lake) };
}

function hashedStanding(rows: readonly ListedRow[]): Standing {
  const copies = rows.reduce((sum, row) => sum + row.copies, 0);
  return { copies, row: null, state: JSON.stringify(rows.map(({ hash }) => hash)) };
}

export function isSettled({ source, lake }: KeyLook): boolean {
  return source.state === lake.state;
}
