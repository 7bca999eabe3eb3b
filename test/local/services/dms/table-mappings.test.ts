import { parseTableMappings } from '../../../../local/services/dms/table-mappings';

const selection = (id: string, action: string, schema: string, table: string) => ({
  'rule-type': 'selection',
  'rule-id': id,
  'rule-name': id,
  'rule-action': action,
  'object-locator': { 'schema-name': schema, 'table-name': table },
});

const mappings = (...rules: object[]) => parseTableMappings(JSON.stringify({ rules }));

describe('parseTableMappings', () => {
  it('selects what a rule includes and none excludes', () => {
    const { selects } = mappings(
      selection('1', 'include', 'dbo', 'inv%'),
      selection('2', 'exclude', 'dbo', 'invoices_old'),
    );

    expect(selects('dbo', 'invoices')).toBe(true);
    expect(selects('dbo', 'invoices_old')).toBe(false);
    expect(selects('dbo', 'payments')).toBe(false);
  });

  it('takes names literally but for %', () => {
    const { selects } = mappings(selection('1', 'include', 'dbo', 'a.b'));

    expect(selects('dbo', 'a.b')).toBe(true);
    expect(selects('dbo', 'axb')).toBe(false);
  });

  it('gives the partition key of an object mapping', () => {
    const { partitionKey } = mappings(selection('1', 'include', 'dbo', 'invoices'), {
      'rule-type': 'object-mapping',
      'rule-id': '2',
      'rule-name': '2',
      'rule-action': 'map-record-to-record',
      'object-locator': { 'schema-name': 'dbo', 'table-name': 'invoices' },
      'mapping-parameters': {
        'partition-key-type': 'attribute-name',
        'partition-key-name': 'customer_id',
      },
    });

    expect(partitionKey('dbo', 'invoices')?.['partition-key-name']).toBe('customer_id');
    expect(partitionKey('dbo', 'payments')).toBeUndefined();
  });

  it('refuses rules it does not run', () => {
    expect(() =>
      mappings({ ...selection('1', 'include', 'dbo', 'x'), 'rule-type': 'transformation' }),
    ).toThrow('rule-type');
  });
});
