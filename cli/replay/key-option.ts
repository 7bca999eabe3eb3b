import { canonicalItem } from '../../wire/canonical-item';
import type { Item } from '../../wire/attribute-value';
import { canonicalRow, lakeColumnName, rowShape } from '../../wire/canonical-row';
import type { FeedTable } from '../../wire/feed-table';
import { UserError } from '../user-error';

/** `id=7,part=2` or `{"id":7,"part":2}`: values by column or attribute. */
function membersOf(text: string): Record<string, unknown> {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      throw new UserError(`--key is no JSON: ${text}`, { cause: error });
    }
  }
  const members = text.split(',').map((part) => {
    const [name = '', ...value] = part.split('=');
    if (value.length === 0)
      throw new UserError(`Expected --key to be col=value or JSON, got ${text}`);
    return [name.trim(), value.join('=')];
  });
  return Object.fromEntries(members) as Record<string, unknown>;
}

/** The `key_json` of a row of the table, from a key as people write it. */
export function rowKeyJson(table: FeedTable, text: string): string {
  const members = Object.entries(membersOf(text)).map(
    ([name, value]) => [lakeColumnName(name), String(value)] as const,
  );
  const names = table.key.map(lakeColumnName);
  requireNames(
    members.map(([name]) => name),
    names,
  );
  const values = canonicalRow(rowShape(table), Object.fromEntries(members));
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name] ?? null])));
}

/**
 * The `key_json` of an item, from DynamoDB JSON or from plain values. The feed's output tells names, not
 * types, so a plain value stands for a string and, where it is one, for a number.
 */
export function itemKeyJsons(key: readonly string[], text: string): string[] {
  const members = Object.entries(membersOf(text));
  requireNames(
    members.map(([name]) => name),
    key,
  );
  let items: Item[] = [{}];
  for (const [name, value] of members) {
    items = items.flatMap((item) => valuesOf(value).map((one) => ({ ...item, [name]: one })));
  }
  return items.map(canonicalItem);
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function valuesOf(value: unknown): Item[string][] {
  if (typeof value === 'object' && value !== null) return [value as Item[string]];
  const text = String(value);
  return NUMBER.test(text) ? [{ S: text }, { N: text }] : [{ S: text }];
}

function requireNames(given: readonly string[], key: readonly string[]): void {
  if (given.length === key.length && key.every((name) => given.includes(name))) return;
  throw new UserError(
    `Expected --key to name ${key.length === 0 ? 'nothing, since the table declares no key' : key.join(', ')}, got ${given.join(', ')}`,
  );
}
