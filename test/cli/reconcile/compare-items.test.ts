import fc from 'fast-check';
import { compareItems } from '../../../cli/reconcile/compare-items';
import { bucketCount, bucketOfKey } from '../../../cli/reconcile/key-buckets';

const NONE = new Set<string>();

describe('compareItems', () => {
  it('finds nothing where both sides agree', () => {
    const side = new Map([['a', '{"id":{"S":"a"}}']]);

    expect(compareItems(side, new Map(side), NONE)).toEqual({
      missing: [],
      surplus: [],
      differing: [],
    });
  });

  it('names what is missing, too much and different', () => {
    const source = new Map([
      ['1', '{"id":{"N":"1"}}'],
      ['2', '{"age":{"N":"7"},"id":{"N":"2"},"name":{"S":"x"}}'],
    ]);
    const lake = new Map([
      ['2', '{"age":{"N":"8"},"id":{"N":"2"},"title":{"S":"x"}}'],
      ['3', '{"id":{"N":"3"}}'],
    ]);

    expect(compareItems(source, lake, NONE)).toEqual({
      missing: ['1'],
      surplus: ['3'],
      differing: [{ key: '2', columns: ['age', 'name', 'title'] }],
    });
  });

  it('leaves a tied key out, on whichever side it stands', () => {
    const source = new Map([
      ['1', '{}'],
      ['2', '{"a":{"S":""}}'],
    ]);
    const lake = new Map([
      ['2', '{}'],
      ['3', '{}'],
    ]);

    expect(compareItems(source, lake, new Set(['1', '2', '3']))).toEqual({
      missing: [],
      surplus: [],
      differing: [],
    });
  });

  it('names every key that was changed, lost or invented, and no other', () => {
    const items = fc.dictionary(fc.string(), fc.constantFrom('{}', '{"a":{"S":"1"}}'));
    fc.assert(
      fc.property(items, items, (one, other) => {
        const [source, lake] = [new Map(Object.entries(one)), new Map(Object.entries(other))];

        const { missing, surplus, differing } = compareItems(source, lake, NONE);

        const named = new Set([...missing, ...surplus, ...differing.map(({ key }) => key)]);
        for (const key of [...source.keys(), ...lake.keys()]) {
          expect(named.has(key)).toBe(source.get(key) !== lake.get(key));
        }
      }),
    );
  });
});

describe('bucketOfKey', () => {
  it('puts a key into the same one of the buckets each time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 70_000 }), (key, buckets) => {
        const bucket = bucketOfKey(key, buckets);

        expect(bucket).toBe(bucketOfKey(key, buckets));
        expect(bucket).toBeGreaterThanOrEqual(0);
        expect(bucket).toBeLessThan(buckets);
      }),
    );
  });

  it('spreads neighbouring keys', () => {
    const counts = Array.from({ length: 64 }, () => 0);
    for (let id = 0; id < 6400; id++) counts[bucketOfKey(`{"id":{"N":"${String(id)}"}}`, 64)]! += 1;

    expect(Math.max(...counts)).toBeLessThan(200);
  });
});

describe('bucketCount', () => {
  it.each([
    [0, 64],
    [4_000_000_000, 1000],
    [1e15, 65_536],
  ])('takes for %d bytes %d buckets', (bytes, buckets) => {
    expect(bucketCount(bytes)).toBe(buckets);
  });
});
