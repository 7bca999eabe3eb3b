import type { AttributeValue, Item } from '../../../wire/attribute-value';

/** Of a list or a map; each of their elements costs one byte more. */
const CONTAINER_BYTES = 3;

/**
 * Bytes of an item (or of a key) by DynamoDB's rules.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSizeBytes(item: Item): number {
  return total(
    Object.entries(item),
    ([name, value]) => Buffer.byteLength(name) + valueSizeBytes(value),
  );
}

function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return total(value.SS, (text) => Buffer.byteLength(text));
  if ('NS' in value) return total(value.NS, numberSizeBytes);
  if ('BS' in value) return total(value.BS, (bytes) => Buffer.byteLength(bytes, 'base64'));
  if ('L' in value) {
    return CONTAINER_BYTES + total(value.L, (element) => 1 + valueSizeBytes(element));
  }
  if ('M' in value) {
    return CONTAINER_BYTES + Object.keys(value.M).length + itemSizeBytes(value.M);
  }
  return 1;
}

/** Two significant digits a byte, one byte for the exponent, one for a minus. */
function numberSizeBytes(decimal: string): number {
  const digits = decimal.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (decimal.startsWith('-') ? 1 : 0);
}

function total<Element>(list: readonly Element[], size: (element: Element) => number): number {
  return list.reduce((sum, element) => sum + size(element), 0);
}
