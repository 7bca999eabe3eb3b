import { lakeColumnName } from '../../wire/canonical-row';
import type { FeedTable } from '../../wire/feed-table';
import type { KeyLook } from './key-look';
import type { Differences } from './table-reconciliation';

/** Characters of a row that stand for a row without a key. */
const CONTENT_CHARACTERS_MAX = 200;

/** What is wrong with each key, by its name. */
export function nameDifferences(table: FeedTable, looks: readonly KeyLook[]): Differences {
  const found: Differences = { missing: [], surplus: [], doubled: [], differing: [] };
  for (const look of looks) {
    const { source, lake } = look;
    const key = lookText(table, look);
    if (source.copies === 0) found.surplus.push(key);
    else if (isDoubled(table, look)) found.doubled.push(key);
    else if (lake.copies < source.copies) found.missing.push(key);
    else found.differing.push({ key, columns: differingColumns(table, look) });
  }
  return found;
}

function isDoubled(table: FeedTable, { source, lake }: KeyLook): boolean {
  return table.key.length > 0 ? source.copies > 1 : lake.copies > source.copies;
}

/** `invoice_id=7`, or the row itself where there is no key. */
export function lookText(table: FeedTable, { key, source, lake }: KeyLook): string {
  if (table.key.length > 0) {
    return table.key.map((name, at) => `${name}=${key[at] ?? 'NULL'}`).join(' ');
  }
  const row = source.row ?? lake.row ?? {};
  const text = Object.entries(row)
    .map(([name, value]) => `${name}=${value ?? 'NULL'}`)
    .join(' ');
  const copies = `${String(source.copies)} in the source, ${String(lake.copies)} in the lake`;
  return `${text.slice(0, CONTENT_CHARACTERS_MAX)} (${copies})`;
}

function differingColumns(table: FeedTable, { source, lake }: KeyLook): string[] {
  return Object.keys(table.columns).filter((name) => {
    const column = lakeColumnName(name);
    return (source.row?.[column] ?? null) !== (lake.row?.[column] ?? null);
  });
}
