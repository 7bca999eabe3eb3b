import { tableMappings } from '../../../stacks/constructs/table-mappings';

const table = { schema: 'dbo', columns: { a: 'int', b: 'int' } };

function partitionKeys(mappings: object): unknown[] {
  const { rules } = mappings as { rules: Record<string, unknown>[] };
  return rules.map((rule) => rule['mapping-parameters']).filter((rule) => rule !== undefined);
}

describe('tableMappings', () => {
  it('selects a table and maps its records by the chosen column', () => {
    expect(tableMappings([{ ...table, name: 'invoices', key: ['a'], partitionBy: 'b' }])).toEqual({
      rules: [
        {
          'rule-type': 'selection',
          'rule-id': '1',
          'rule-name': 'include-invoices',
          'rule-action': 'include',
          'object-locator': { 'schema-name': 'dbo', 'table-name': 'invoices' },
          filters: [],
        },
        {
          'rule-type': 'object-mapping',
          'rule-id': '2',
          'rule-name': 'partition-invoices',
          'rule-action': 'map-record-to-record',
          'object-locator': { 'schema-name': 'dbo', 'table-name': 'invoices' },
          'mapping-parameters': {
            'partition-key-type': 'attribute-name',
            'partition-key-name': 'b',
          },
        },
      ],
    });
  });

  it('partitions by the first key column where none is chosen', () => {
    expect(partitionKeys(tableMappings([{ ...table, name: 't', key: ['a', 'b'] }]))).toEqual([
      { 'partition-key-type': 'attribute-name', 'partition-key-name': 'a' },
    ]);
  });

  it('keeps a table without a key on one shard', () => {
    expect(partitionKeys(tableMappings([{ ...table, name: 't', key: [] }]))).toEqual([
      { 'partition-key-type': 'schema-table' },
    ]);
  });

  it('numbers all rules apart', () => {
    const { rules } = tableMappings([
      { ...table, name: 't', key: [] },
      { ...table, name: 'u', key: [] },
    ]) as { rules: Record<string, unknown>[] };

    expect(rules.map((rule) => rule['rule-id'])).toEqual(['1', '2', '3', '4']);
  });
});
