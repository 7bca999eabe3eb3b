import { sameItem } from '../../../../local/services/dynamodb/same-item';
import type { Item } from '../../../../wire/attribute-value';

const withoutPrototype = (item: Item) => Object.assign(Object.create(null) as Item, item);

describe('two images of an item', () => {
  it.each<[string, Item, Item]>([
    [
      'attributes in another order',
      { a: { S: '1' }, b: { N: '2' } },
      { b: { N: '2' }, a: { S: '1' } },
    ],
    ['a set in another order', { a: { SS: ['x', 'y'] } }, { a: { SS: ['y', 'x'] } }],
    [
      'no prototype',
      { a: { M: { b: { L: [] } } } },
      withoutPrototype({ a: { M: { b: { L: [] } } } }),
    ],
  ])('are the same with %s', (_difference, a, b) => {
    expect(sameItem(a, b)).toBe(true);
  });

  it.each<[string, Item | undefined, Item | undefined]>([
    ['another type', { a: { S: '1' } }, { a: { N: '1' } }],
    [
      'a list in another order',
      { a: { L: [{ S: 'x' }, { S: 'y' }] } },
      { a: { L: [{ S: 'y' }, { S: 'x' }] } },
    ],
    ['a longer set', { a: { NS: ['1'] } }, { a: { NS: ['1', '2'] } }],
    ['one attribute more', { a: { S: '1' } }, { a: { S: '1' }, b: { NULL: true } }],
    ['another name', { a: { S: '1' } }, { b: { S: '1' } }],
    ['another flag', { a: { BOOL: true } }, { a: { BOOL: false } }],
    [
      'another value inside a map',
      { a: { M: { b: { S: '1' } } } },
      { a: { M: { b: { S: '2' } } } },
    ],
    ['an attribute of the prototype', { toString: { S: '1' } }, { a: { S: '1' } }],
    ['nothing on one side', undefined, {}],
  ])('differ with %s', (_difference, a, b) => {
    expect(sameItem(a, b)).toBe(false);
  });
});
