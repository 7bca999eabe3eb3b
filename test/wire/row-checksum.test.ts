import fc from 'fast-check';
import { hashOfValues, RowChecksum } from '../../wire/row-checksum';

const checksum = (rows: (string | null)[][]) => {
  const sum = new RowChecksum();
  for (const row of rows) sum.add(hashOfValues(row));
  return sum.result();
};

describe('RowChecksum', () => {
  const row = fc.array(fc.option(fc.string({ maxLength: 3 })), { minLength: 2, maxLength: 2 });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(checksum([...rows].reverse())).toEqual(checksum(rows));
      }),
    );
  });

  it('tells a doubled row and a dropped pair', () => {
    expect(checksum([['1'], ['1']]).checksum).not.toBe(checksum([]).checksum);
    expect(checksum([['1'], ['1'], ['2']]).checksum).not.toBe(checksum([['2']]).checksum);
  });

  it('tells rows apart whose values run into each other', () => {
    expect(checksum([['ab', 'c']])).not.toEqual(checksum([['a', 'bc']]));
    expect(checksum([[null]])).not.toEqual(checksum([['']]));
    expect(checksum([[null]])).not.toEqual(checksum([['-;']]));
  });

  it('hashes the lengths and values of a row', () => {
    // printf '1:7;-;' | sha256sum
    expect(hashOfValues(['7', null])).toBe(
      '031425da1616fa53cd732df302b7dfad1f7e907f2abab9dab3bfc1cdc3a7b31a',
    );
  });

  it('counts code points, as SQL does: two units are one of them', () => {
    // printf '1:😀;' | sha256sum
    expect(hashOfValues(['😀'])).toBe(
      '6fad0a9df52ca21b4629185921479943dcaa7bbf0a3968aa4b561314de1edb3f',
    );
  });

  it('sums the first and the second 60 bits of the hashes', () => {
    const sum = new RowChecksum();
    sum.add(`00000000000000a00000000000000b${'f'.repeat(34)}`);
    sum.add(`00000000000000100000000000000c${'f'.repeat(34)}`);

    expect(sum.result()).toEqual({ rows: 2, checksum: '11.23' });
  });

  it('adds up what parts of the rows came to', () => {
    const sum = new RowChecksum();
    sum.merge(checksum([['1'], ['2']]));
    sum.merge(checksum([['3']]));

    expect(sum.result()).toEqual(checksum([['3'], ['2'], ['1']]));
  });
});
