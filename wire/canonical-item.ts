import type { AttributeValue, Item } from './attribute-value';
import { CanonicalReader } from './item-text/canonical-reader';

export { imageHash } from './image-hash';

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

/**
 * The bytes that DynamoDB counts for an item:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSizeBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSizeBytes(value),
    0,
  );
}

const CONTAINER_BYTES = 3;
const MEMBER_BYTES = 1;

function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return total(value.SS, (text) => Buffer.byteLength(text));
  if ('NS' in value) return total(value.NS, numberSizeBytes);
  if ('BS' in value) return total(value.BS, (text) => Buffer.byteLength(text, 'base64'));
  if ('L' in value) {
    return CONTAINER_BYTES + total(value.L, (member) => MEMBER_BYTES + valueSizeBytes(member));
  }
  if ('M' in value) {
    return CONTAINER_BYTES + MEMBER_BYTES * Object.keys(value.M).length + itemSizeBytes(value.M);
  }
  return 1;
}

/** A byte for two significant digits, one for the exponent, one for a minus. */
function numberSizeBytes(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + Number(text.startsWith('-'));
}

function total<Member>(members: readonly Member[], bytesOf: (member: Member) => number): number {
  return members.reduce((sum, member) => sum + bytesOf(member), 0);
}
