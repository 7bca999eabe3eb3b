import { itemKeyJsons, rowKeyJson } from '../../../cli/replay/key-option';
import type { FeedTable } from '../../../wire/feed-table';

const TABLE: FeedTable = {
  schema: 'dbo',
  name: 'lines',
  key: ['Invoice Id', 'line'],
  columns: { 'Invoice Id': 'int', line: 'int', text: 'nvarchar(10)' },
};

describe('rowKeyJson', () => {
  it.each(['Invoice Id=7,line=02', '{"line":2,"invoice_id":"7"}'])('reads %s', (text) => {
    expect(rowKeyJson(TABLE, text)).toBe('{"invoice_id":"7","line":"2"}');
  });

  it.each(['line=2', '{"line":2,"other":7}', '{"line"', 'seven'])('refuses %s', (text) => {
    expect(() => rowKeyJson(TABLE, text)).toThrow('--key');
  });
});

describe('itemKeyJsons', () => {
  it('takes DynamoDB JSON as it is', () => {
    expect(itemKeyJsons(['id'], '{"id":{"N":"7"}}')).toEqual(['{"id":{"N":"7"}}']);
  });

  it('takes a plain number for either of the types that it may be', () => {
    expect(itemKeyJsons(['id', 'part'], 'id=7,part=a')).toEqual([
      '{"id":{"S":"7"},"part":{"S":"a"}}',
      '{"id":{"N":"7"},"part":{"S":"a"}}',
    ]);
  });
});
