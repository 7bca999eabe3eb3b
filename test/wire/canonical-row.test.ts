import { canonicalColumns, canonicalRow, rowShape } from '../../wire/canonical-row';

const shape = rowShape({
  schema: 'dbo',
  name: 't',
  key: [],
  columns: { invoice_id: 'int', 'Paid On': 'date' },
});

describe('canonicalRow', () => {
  it('takes the spelling of the source and of the lake, in any case', () => {
    expect(canonicalRow(shape, { INVOICE_ID: '07', 'paid on': '2022-05-15' })).toEqual({
      invoice_id: '7',
      paid_on: '2022-05-15',
    });
    expect(canonicalRow(shape, { paid_on: '2022-05-15' })['paid_on']).toBe('2022-05-15');
  });

  it('takes no other column for a declared one, though the lake would name both alike', () => {
    expect(canonicalRow(shape, { invoice_id: '7', 'invoice#id': '8' })['invoice_id']).toBe('7');
    expect(canonicalColumns(shape, { 'invoice#id': '8' })).toEqual({});
  });
});
