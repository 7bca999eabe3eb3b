import type { AttributeValue, Item } from '../../wire/attribute-value';

/** The key's attributes of an item. */
export function keyOf(item: Item, key: readonly string[]): Item {
  return Object.fromEntries(
    key.map((name) => {
      const value = item[name];
      if (value === undefined) throw new Error(`An item has no ${name}, which is part of its key`);
      return [name, value];
    }),
  );
}

/** A key for people, from its canonical JSON: `id=864732`; binary as base64. */
export function itemKeyText(keyJson: string): string {
  return Object.entries(JSON.parse(keyJson) as Item)
    .map(([name, value]) => `${name}=${scalarText(value)}`)
    .join(' ');
}

function scalarText(value: AttributeValue): string {
  const [text] = Object.values(value);
  return String(text);
}
