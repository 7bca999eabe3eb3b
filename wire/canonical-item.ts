import type { Item } from './attribute-value';
import { CanonicalReader } from './item-text/canonical-reader';

const READER = new CanonicalReader(1);

/**
 * The one text of an item, as DynamoDB JSON: attribute names and the members of sets sorted by UTF-16
 * code unit at each level, numbers without exponent or needless zeros, lists in their order. Two items
 * are equal exactly when their texts are. Throws for a value that DynamoDB does not have.
 */
export function canonicalItem(item: Item): string {
  READER.read(Buffer.from(JSON.stringify(item)));
  return READER.text(READER.item());
}
