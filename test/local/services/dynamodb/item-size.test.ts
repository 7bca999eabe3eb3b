import { itemSizeBytes } from '../../../../local/services/dynamodb/item-size';
import type { AttributeValue } from '../../../../wire/attribute-value';

const sizeOf = (value: AttributeValue) => itemSizeBytes({ a: value }) - 1;

describe('the size of an item', () => {
  it('counts names and texts in UTF-8 bytes', () => {
    expect(itemSizeBytes({ straße: { S: 'Grüße' } })).toBe(7 + 7);
  });

  it.each([
    ['0', 1],
    ['7', 2],
    ['-7', 3],
    ['42.42', 3],
    ['100', 2],
    ['0.001', 2],
    ['12345', 4],
    ['-0.0120', 3],
    ['12345678901234567890123456789012345678', 20],
  ])('counts the significant digits of %s', (N, bytes) => {
    expect(sizeOf({ N })).toBe(bytes);
  });

  it.each<[string, AttributeValue, number]>([
    ['four bytes', { B: 'EgIIew==' }, 4],
    ['true', { BOOL: true }, 1],
    ['null', { NULL: true }, 1],
    ['an empty text', { S: '' }, 0],
    ['a set of texts', { SS: ['ab', 'c'] }, 3],
    ['a set of numbers', { NS: ['1', '-2'] }, 5],
    ['a set of bytes', { BS: ['AA==', 'AAA='] }, 3],
    ['an empty list', { L: [] }, 3],
    ['a list', { L: [{ S: 'ab' }, { BOOL: false }] }, 3 + 3 + 2],
    ['an empty map', { M: {} }, 3],
    ['a map', { M: { key: { S: 'v' } } }, 3 + 1 + 4],
    ['a list in a map', { M: { l: { L: [{ N: '1' }] } } }, 3 + 1 + 1 + (3 + 1 + 2)],
  ])('counts %s', (_name, value, bytes) => {
    expect(sizeOf(value)).toBe(bytes);
  });
});
