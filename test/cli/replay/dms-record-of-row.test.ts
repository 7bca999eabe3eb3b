import { dmsRecordOfRow } from '../../../cli/replay/dms-record-of-row';
import type { LakeChange } from '../../../cli/replay/lake-changes';
import { flattenRecord } from '../../../consumers/flatten-row-changes/flatten-record';
import { tableCatalogue } from '../../../consumers/flatten-row-changes/table-catalogue';
import type { FeedTable } from '../../../wire/feed-table';

const TABLE: FeedTable = {
  schema: 'dbo',
  name: 'Every Type',
  key: ['Id'],
  partitionBy: 'Customer Id',
  columns: {
    Id: 'bigint',
    'Customer Id': 'int',
    flag: 'bit',
    amount: 'decimal(38,10)',
    ratio: 'float',
    name: 'nvarchar(50)',
    born: 'date',
    at: 'datetime2(7)',
    zoned: 'datetimeoffset(7)',
    clock: 'time(7)',
    guid: 'uniqueidentifier',
    bytes: 'varbinary(20)',
    price: 'money',
  },
};

const ROW =
  '{"id":"9223372036854775807","customer_id":"1219578","flag":"true","amount":"12345678901234567890.0123456789",' +
  '"ratio":"0.1","name":"Zoë \\"quoted\\"","born":"2022-04-15","at":"2022-04-15 10:00:00.1234567",' +
  '"zoned":"2022-04-15 10:00:00.1234567 +02:00","clock":"10:00:00.1234567",' +
  '"guid":"6F9619FF-8B86-D011-B42D-00C04FC964FF","bytes":"0xDEADBEEF","price":"1.5000"}';

/** Brings the values of `ROW` into the form that the transform gives them. */
function canonicalRowJson(): string {
  return lineOf({ row_json: ROW }).row_json;
}

interface Line {
  row_json: string;
  sequence_number: string;
}

function line(given: Partial<Record<string, string | null>>): LakeChange {
  return {
    table_name: 'dbo.Every Type',
    operation: 'update',
    key_json: '{"id":"9223372036854775807"}',
    row_json: ROW,
    before_json: null,
    position: 'lsn/0000002c000001700003/00000000000000000012/00000000000000000007',
    commit_time: '2026-11-21T11:04:59.000000Z',
    transaction_id: '5',
    read_time: '2026-11-21T11:04:59.700000Z',
    shard_id: 'shardId-000000000000',
    sequence_number: '495'.padStart(64, '0'),
    arrival_time: '2026-11-21T11:05:00.000Z',
    place: '',
    ...given,
  };
}

/** What the transform makes of the rebuilt record, which arrived elsewhere. */
function lineOf(given: Partial<Record<string, string | null>>): Line & Record<string, unknown> {
  const { data } = dmsRecordOfRow(line(given), [TABLE]);
  const arrival = {
    shard_id: 'shardId-000000000009',
    sequence_number: '900'.padStart(64, '0'),
    arrival_time: '2026-12-01T00:00:00.000Z',
  };
  const flattened = flattenRecord(data, arrival, tableCatalogue([TABLE]));
  if (flattened === 'dropped' || 'reason' in flattened) throw new Error(JSON.stringify(flattened));
  return JSON.parse(flattened.row.toString()) as Line & Record<string, unknown>;
}

describe('dmsRecordOfRow', () => {
  it.each<[string, Partial<Record<string, string | null>>]>([
    ['an update with the row before', { before_json: '{"id":"9223372036854775807","name":null}' }],
    ['an insert', { operation: 'insert' }],
    ['a delete', { operation: 'delete' }],
    ['a load', { operation: 'load', position: null, commit_time: null, transaction_id: null }],
    [
      'a change placed by its time',
      {
        commit_time: '2026-11-21T11:04:59.123456Z',
        position: 'time/2026-11-21T11:04:59.123456000Z/00000000000000000005/00000000000000000007',
      },
    ],
  ])('gives %s back as the line that it came of', (_, given) => {
    const original = line({ ...given, row_json: canonicalRowJson() });

    const { place, ...columns } = original;
    expect(place).toBe('');
    expect(lineOf({ ...given, row_json: canonicalRowJson() })).toEqual({
      ...columns,
      shard_id: 'shardId-000000000009',
    });
  });

  it('gives a repair back as a repair, at the position that it has', () => {
    const repair = { operation: 'repair', commit_time: null, transaction_id: null };

    expect(lineOf({ ...repair, row_json: canonicalRowJson() })).toMatchObject({
      ...repair,
      row_json: canonicalRowJson(),
      position: 'lsn/0000002c000001700003/00000000000000000012/00000000000000000007',
      read_time: '2026-11-21T11:04:59.700000Z',
    });
  });

  it('writes what DMS writes', () => {
    const row_json = '{"id":"7","customer_id":"1219578","name":null}';

    const { data, partitionKey } = dmsRecordOfRow(line({ row_json }), [TABLE]);

    expect(partitionKey).toBe('1219578');
    expect(Buffer.from(data).toString()).toBe(
      '{"data":{"Id":"7","Customer Id":"1219578","name":null},"metadata":{"timestamp":"2026-11-21T11:04:59.700000Z",' +
        '"record-type":"data","operation":"update","partition-key-type":"attribute-name","schema-name":"dbo",' +
        '"table-name":"Every Type","transaction-id":5,"commit-timestamp":"2026-11-21T11:04:59.000000Z",' +
        '"transaction-record-id":7,"stream-position":"0000002c:00000170:0003.00000000000000000012",' +
        '"first-sequence-number":"495","first-arrival-time":"2026-11-21T11:05:00.000Z"}}\n',
    );
  });

  it('takes a table that the feed does not declare', () => {
    const { data, partitionKey } = dmsRecordOfRow(
      line({ table_name: 'dbo.other', row_json: '{"a":"1"}' }),
      [TABLE],
    );

    expect(partitionKey).toBe('dbo.other');
    expect(Buffer.from(data).toString()).toMatch(/^\{"data":\{"a":"1"\},/);
  });
});
