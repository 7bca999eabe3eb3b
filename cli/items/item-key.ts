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

/** A key's value is a string, a number or binary. */
function scalarText(value: AttributeValue): string {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  return 'B' in value ? value.B : JSON.stringify(value);
}
