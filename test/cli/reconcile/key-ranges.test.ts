import { isCutByKey, rangeOfRow, rangesBetween } from '../../../cli/reconcile/key-ranges';

const table = {
  schema: 'dbo',
  name: 't',
  key: ['id'],
  columns: { id: 'bigint', name: 'varchar(9)' },
};

describe('rangesBetween', () => {
  it('leaves both ends open', () => {
    expect(rangesBetween(['10', '20'])).toEqual([
      { from: null, to: '10' },
      { from: '10', to: '20' },
      { from: '20', to: null },
    ]);
  });
});

describe('rangeOfRow', () => {
  it.each([
    ['9', 0],
    ['10', 1],
    ['19', 1],
    ['100', 2],
    ['-5', 0],
  ])('compares %s as a number', (id, range) => {
    expect(rangeOfRow(table, ['10', '20'], { id })).toBe(range);
  });
});

describe('isCutByKey', () => {
  it('cuts by integers only', () => {
    expect(isCutByKey(table)).toBe(true);
    expect(isCutByKey({ ...table, key: ['name'] })).toBe(false);
  });
});
