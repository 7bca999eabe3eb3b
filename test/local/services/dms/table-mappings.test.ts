import { parseTableMappings } from '../../../../local/services/dms/table-mappings';

const selection = (id: string, action: string, name: string) => ({
  'rule-type': 'selection',
  'rule-id': id,
  'rule-name': id,
  'rule-action': action,
  'object-locator': { 'schema-name': 'dbo', 'table-name': name },
});

const mappings = (...rules: object[]) => parseTableMappings(JSON.stringify({ rules }));

describe('parseTableMappings', () => {
  it('selects what a rule includes and none excludes', () => {
    const tables = mappings(
      selection('1', 'include', 'inv%'),
      selection('2', 'exclude', 'invoices_old'),
    );

    expect(tables.selects('dbo', 'invoices')).toBe(true);
    expect(tables.selects('dbo', 'invoices_old')).toBe(false);
    expect(tables.selects('dbo', 'payments')).toBe(false);
  });

  it('takes names literally but for %', () => {
    const tables = mappings(selection('1', 'include', 'a.b'));

    expect(tables.selects('dbo', 'a.b')).toBe(true);
    expect(tables.selects('dbo', 'axb')).toBe(false);
  });

  it('gives the partition key of an object mapping', () => {
    const tables = mappings(selection('1', 'include', 'invoices'), {
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

    expect(tables.partitionKey('dbo', 'invoices')?.['partition-key-name']).toBe('customer_id');
    expect(tables.partitionKey('dbo', 'payments')).toBeUndefined();
  });

  it('refuses rules it does not run', () => {
    expect(() =>
      mappings({ ...selection('1', 'include', 'x'), 'rule-type': 'transformation' }),
    ).toThrow('rule-type');
  });
});
