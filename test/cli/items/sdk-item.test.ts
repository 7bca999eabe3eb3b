import fc from 'fast-check';
import { itemKeyText, keyOf } from '../../../cli/items/item-key';
import { fromSdkItem, toSdkItem } from '../../../cli/items/sdk-item';
import type { AttributeValue, Item } from '../../../wire/attribute-value';

const base64 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'));
const number = fc.constantFrom('0', '-1.5', '99999999999999999999999999999999999999', '1.23e+40');

const { value } = fc.letrec<{ value: AttributeValue; item: Item }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'grapheme' }).map((S) => ({ S })),
    number.map((N) => ({ N })),
    base64.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant<AttributeValue>({ NULL: true }),
    fc.array(fc.string(), { minLength: 1 }).map((SS) => ({ SS })),
    fc.array(number, { minLength: 1 }).map((NS) => ({ NS })),
    fc.array(base64, { minLength: 1 }).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    tie('item').map((M) => ({ M })),
  ),
  item: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('B', 'L', 'M')), tie('value'), {
    maxKeys: 3,
  }),
}));

describe('fromSdkItem', () => {
  it('gives back every item that went to the client, exactly', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 4 }), (item) => {
        expect(JSON.stringify(fromSdkItem(toSdkItem(item)))).toBe(JSON.stringify(item));
      }),
    );
  });

  it('reads bytes as base64, once', () => {
    const read = fromSdkItem({
      B: { B: new Uint8Array([0, 255]) },
      set: { BS: [new Uint8Array(), new Uint8Array([1])] },
    });

    expect(read).toEqual({ B: { B: 'AP8=' }, set: { BS: ['', 'AQ=='] } });
  });

  it('refuses a type that DynamoDB does not have', () => {
    expect(() => fromSdkItem({ a: { $unknown: ['X', 1] } })).toThrow(
      'Expected one of DynamoDB\'s ten types, got ["$unknown"]',
    );
  });
});

describe('toSdkItem', () => {
  it('hands binary over as bytes', () => {
    const { photo } = toSdkItem({ photo: { B: 'AP8=' } });

    expect([...photo!.B!]).toEqual([0, 255]);
  });
});

describe('keyOf', () => {
  it('takes the attributes of the key, in its order', () => {
    const item: Item = { b: { N: '2' }, name: { S: 'x' }, a: { S: '1' } };

    expect(JSON.stringify(keyOf(item, ['a', 'b']))).toBe('{"a":{"S":"1"},"b":{"N":"2"}}');
  });

  it('refuses an item without its key', () => {
    expect(() => keyOf({}, ['id'])).toThrow('An item has no id, which is part of its key');
  });
});

describe('itemKeyText', () => {
  it('names each attribute and its value', () => {
    expect(itemKeyText('{"at":{"N":"7"},"id":{"S":"a b"}}')).toBe('at=7 id=a b');
  });
});
