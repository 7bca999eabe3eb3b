import { generatedItems, generatedKey } from '../../../cli/seed/generate-items';

const PLAN = { items: 100, seed: 1, keyType: 'S' as const };

describe('generatedItems', () => {
  it('gives the same items whichever part is asked for', () => {
    const all = generatedItems(PLAN, 0, 100);

    expect(generatedItems(PLAN, 40, 50)).toEqual(all.slice(40, 50));
  });

  it('gives other items for another seed', () => {
    expect(generatedItems({ ...PLAN, seed: 2 }, 0, 1)).not.toEqual(generatedItems(PLAN, 0, 1));
  });

  it('holds each of the ten types', () => {
    const text = JSON.stringify(generatedItems(PLAN, 0, 5));

    for (const type of ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']) {
      expect(text).toContain(`{"${type}":`);
    }
  });

  it('holds what is hard to carry', () => {
    const text = JSON.stringify(generatedItems(PLAN, 0, 5));

    for (const value of [
      '{"N":"99999999999999999999999999999999999999"}',
      '{"N":"1.23e+40"}',
      '{"S":""}',
      '{"B":""}',
      '{"M":{}}',
      '{"L":[]}',
      '"Name":',
      '"name":',
      '"FULL_NAME":',
    ]) {
      expect(text).toContain(value);
    }
  });

  it('names items by their keys, each another', () => {
    const keys = generatedItems(PLAN, 0, 100).map(({ id }) => ({ id }));

    expect(keys).toEqual(Array.from({ length: 100 }, (_, at) => generatedKey(PLAN, at)));
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(100);
  });

  it('makes keys of the type that the table has', () => {
    expect(generatedKey({ keyType: 'N' }, 0)).toEqual({ id: { N: '100000' } });
    expect(generatedKey({ keyType: 'S' }, 1)).toEqual({ id: { S: '100001' } });
  });
});
