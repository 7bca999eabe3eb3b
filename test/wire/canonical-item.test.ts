import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Item } from '../../wire/attribute-value';
import { canonicalItem } from '../../wire/canonical-item';
import { imageHash } from '../../wire/image-hash';
import { generatedItem } from '../support/generated-items';
import { comparableItem } from '../support/item-records';

describe('canonicalItem', () => {
  it.each<[fact: string, item: Item, text: string]>([
    ['names are sorted', { b: { S: 'x' }, a: { S: 'y' } }, '{"a":{"S":"y"},"b":{"S":"x"}}'],
    [
      'names are sorted by code unit',
      { '\ue000': { S: '' }, '\u{1f600}': { S: '' }, Z: { S: '' }, a: { S: '' }, '1': { S: '' } },
      '{"1":{"S":""},"Z":{"S":""},"a":{"S":""},"\u{1f600}":{"S":""},"\ue000":{"S":""}}',
    ],
    [
      'names with escapes are sorted by what they mean',
      { '\\': { S: '' }, '"': { S: '' }, '#': { S: '' }, '\n': { S: '' } },
      '{"\\n":{"S":""},"\\"":{"S":""},"#":{"S":""},"\\\\":{"S":""}}',
    ],
    [
      'maps are sorted too, and lists keep their order',
      { m: { M: { y: { L: [{ S: 'b' }, { S: 'a' }] }, x: { M: {} } } } },
      '{"m":{"M":{"x":{"M":{}},"y":{"L":[{"S":"b"},{"S":"a"}]}}}}',
    ],
    [
      'sets are sorted',
      { s: { SS: ['b', 'a'] }, n: { NS: ['10', '9', '-1'] }, b: { BS: ['Ag==', 'AQ=='] } },
      '{"b":{"BS":["AQ==","Ag=="]},"n":{"NS":["-1","10","9"]},"s":{"SS":["a","b"]}}',
    ],
    [
      'numbers are plain decimals',
      {
        a: { N: '1.23e+4' },
        b: { N: '-0' },
        c: { N: '007.500' },
        d: { N: '1E-3' },
        e: { N: '.5' },
      },
      '{"a":{"N":"12300"},"b":{"N":"0"},"c":{"N":"7.5"},"d":{"N":"0.001"},"e":{"N":"0.5"}}',
    ],
    [
      'attributes named as types are attributes',
      { S: { M: { B: { S: 'x' }, N: { NULL: true } } } },
      '{"S":{"M":{"B":{"S":"x"},"N":{"NULL":true}}}}',
    ],
  ])('%s', (_, item, text) => {
    expect(canonicalItem(item)).toBe(text);
  });

  it('keeps the item, whatever it holds, and is one text for equal items', () => {
    fc.assert(
      fc.property(generatedItem(4), ({ item }) => {
        const text = canonicalItem(item);
        const reversed = Object.fromEntries(Object.entries(item).reverse());

        expect(comparableItem(JSON.parse(text) as Item)).toEqual(comparableItem(item));
        expect(canonicalItem(reversed)).toBe(text);
        expect(canonicalItem(JSON.parse(text) as Item)).toBe(text);
      }),
    );
  });

  it.each<[item: unknown, reason: string]>([
    [{ a: { N: '12a' } }, 'is no number of DynamoDB: 12a'],
    [{ a: { N: '1e999' } }, 'is no number of DynamoDB: 1e999'],
    [{ a: { B: 'AQ' } }, 'is not the base64 of bytes'],
    [{ a: { X: '1' } }, 'is none of the ten types of DynamoDB'],
    [{ a: { NS: ['1', '1.0'] } }, 'has "1" twice'],
    [{ a: { BOOL: 'true' } }, 'is none of the ten types of DynamoDB'],
  ])('refuses %j', (item, reason) => {
    expect(() => canonicalItem(item as Item)).toThrow(reason);
  });
});

describe('imageHash', () => {
  it('is SHA-256 in hex', () => {
    const text = '{"name":{"S":"Zürich"}}';

    expect(imageHash(text)).toBe(createHash('sha256').update(text).digest('hex'));
    expect(imageHash(Buffer.from(text))).toBe(imageHash(text));
  });
});
