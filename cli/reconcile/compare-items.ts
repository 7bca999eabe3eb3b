import type { Item } from '../../wire/attribute-value';

/** Items by the canonical JSON of their key, each as its own canonical JSON. */
export type ItemsByKey = ReadonlyMap<string, string>;

/** As `Differences`, with keys as canonical JSON. */
export interface ItemDifferences {
  missing: string[];
  surplus: string[];
  differing: { key: string; columns: string[] }[];
}

/** What differs between table and lake. A tied key is left out: the lake does not say how it stands. */
export function compareItems(
  source: ItemsByKey,
  lake: ItemsByKey,
  tied: ReadonlySet<string>,
): ItemDifferences {
  const found: ItemDifferences = { missing: [], surplus: [], differing: [] };
  for (const [key, item] of source) {
    const other = lake.get(key);
    if (tied.has(key) || other === item) continue;
    if (other === undefined) found.missing.push(key);
    else found.differing.push({ key, columns: differingAttributes(item, other) });
  }
  for (const key of lake.keys()) {
    if (!tied.has(key) && !source.has(key)) found.surplus.push(key);
  }
  return found;
}

function differingAttributes(json: string, otherJson: string): string[] {
  const item = JSON.parse(json) as Item;
  const other = JSON.parse(otherJson) as Item;
  const names = new Set([...Object.keys(item), ...Object.keys(other)]);
  return [...names].filter((name) => JSON.stringify(item[name]) !== JSON.stringify(other[name]));
}
