import fc from 'fast-check';
import { RowChecksum } from '../../wire/row-checksum';

const checksum = (rows: (string | null)[][]) => {
  const sum = new RowChecksum();
  for (const row of rows) sum.add(row);
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

  it('of one row is the SHA-256 of its lengths and values', () => {
    // printf '1:7;-;' | sha256sum
    expect(checksum([['7', null]])).toEqual({
      rows: 1,
      checksum: '031425da1616fa53cd732df302b7dfad1f7e907f2abab9dab3bfc1cdc3a7b31a',
    });
  });
});
