import { rowPartitionKey } from '../../cli/partition-key';
import type { FeedTable } from '../../wire/feed-table';

const meters: FeedTable = { schema: 'dbo', name: 'meters', key: ['Meter Code'], columns: {} };

describe('rowPartitionKey', () => {
  it.each([
    { what: 'the first column of the key', row: { meter_code: 'M-1' }, is: 'M-1' },
    { what: 'the column that partitions', by: 'Region', row: { region: 'north' }, is: 'north' },
    { what: 'the table for NULL', row: { meter_code: null }, is: 'dbo.meters' },
    {
      what: 'the table for an empty text, which no stream takes',
      row: { meter_code: '' },
      is: 'dbo.meters',
    },
    { what: 'the table without a key', key: [], row: { meter_code: 'M-1' }, is: 'dbo.meters' },
    {
      what: '256 characters of a longer text',
      row: { meter_code: 'x'.repeat(257) },
      is: 'x'.repeat(256),
    },
  ])('is $what', ({ key = meters.key, by, row, is }) => {
    const table = { ...meters, key, ...(by !== undefined && { partitionBy: by }) };

    expect(rowPartitionKey(table, row)).toBe(is);
  });
});
