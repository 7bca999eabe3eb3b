import { compareRows } from '../../../cli/reconcile/compare-rows';

const table = {
  schema: 'dbo',
  name: 'invoices',
  key: ['Invoice_Id'],
  columns: { Invoice_Id: 'int', balance: 'int' },
};

const row = (id: string, balance: string | null) => ({ invoice_id: id, balance });

describe('compareRows', () => {
  it('finds nothing where both sides agree, in any order', () => {
    const found = compareRows(
      table,
      [row('1', '5'), row('2', null)],
      [row('2', null), row('1', '5')],
    );

    expect(found).toEqual({ missing: [], surplus: [], doubled: [], differing: [] });
  });

  it('names what is missing, too much, doubled and different', () => {
    const source = [row('1', '5'), row('2', '6'), row('3', '7'), row('3', '7')];
    const lake = [row('1', '5'), row('3', '8'), row('4', '9')];

    expect(compareRows(table, source, lake)).toEqual({
      missing: ['Invoice_Id=2'],
      surplus: ['Invoice_Id=4'],
      doubled: ['Invoice_Id=3'],
      differing: [{ key: 'Invoice_Id=3', columns: ['balance'] }],
    });
  });

  it('tells null from empty', () => {
    expect(compareRows(table, [row('1', null)], [row('1', '')]).differing).toHaveLength(1);
  });
});
