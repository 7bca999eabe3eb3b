import {
  recordWriter,
  type RecordSettings,
  type ReplicatedTable,
  type Row,
} from '../../../../local/services/dms/record';

const settings: RecordSettings = {
  useLargeIntegerValue: true,
  trimSpaceInChar: true,
  includeNullAndEmpty: true,
  includeTransactionDetails: true,
  includePartitionValue: true,
  partitionIncludeSchemaTable: true,
  beforeImage: { fieldName: 'before-image', columns: 'all' },
};

const column = (name: string, type: string) => ({
  name,
  type,
  length: 4,
  precision: 0,
  scale: 0,
  nullable: true,
});

const columns = [
  column('invoice_id', 'int'),
  column('customer_id', 'int'),
  column('balance', 'int'),
];
const table = { schema: 'dbo', name: 'invoices', columns, primaryKey: [] };
const rule = {
  'partition-key-type': 'attribute-name',
  'partition-key-name': 'customer_id',
} as const;
const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

type TableRow = ReplicatedTable & Row;

const load: TableRow = {
  operation: 'load',
  table,
  columns,
  rule,
  values: { invoice_id: '1', customer_id: '1219578', balance: null },
};

const update: TableRow = {
  ...load,
  operation: 'update',
  values: { invoice_id: '1', customer_id: '1219578', balance: '0' },
  recordId: 2,
  change: {
    operation: 'update',
    schema: 'dbo',
    table: 'invoices',
    row: {},
    before: { invoice_id: '1', customer_id: '1219578', balance: '25' },
    position: { lsn: '0000002c000001700003', seqval: '0000002c000001700002' },
    commitTimeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    transactionId: '215426970434175',
  },
};

const streamRecord = (row: TableRow, atMs: number, settings: RecordSettings) =>
  recordWriter(row, settings)(row, atMs);

describe('recordWriter', () => {
  it('writes a load row on one line, with no transaction', () => {
    expect(streamRecord(load, nowMs, settings)).toEqual({
      partitionKey: '1219578',
      json:
        '{"data":{"invoice_id":1,"customer_id":1219578,"balance":null},' +
        '"metadata":{"timestamp":"2026-01-02T03:04:05.678000Z","record-type":"data","operation":"load",' +
        '"partition-key-type":"attribute-name","partition-key-value":"1219578",' +
        '"schema-name":"dbo","table-name":"invoices"}}\n',
    });
  });

  it('writes an update with its before image and its place in the transaction', () => {
    expect(JSON.parse(streamRecord(update, nowMs, settings).json)).toMatchObject({
      data: { balance: 0 },
      'before-image': { invoice_id: 1, customer_id: 1219578, balance: 25 },
      metadata: {
        operation: 'update',
        'transaction-id': 215426970434175,
        'transaction-record-id': 2,
        'commit-timestamp': '2026-01-02T03:04:05.000000Z',
        'stream-position': '0000002c:00000170:0003.0000002c000001700002',
      },
    });
  });

  it('leaves nulls out where the endpoint does not include them', () => {
    const { json } = streamRecord(load, nowMs, { ...settings, includeNullAndEmpty: false });

    expect(json).toContain('"data":{"invoice_id":1,"customer_id":1219578},');
  });

  it('sends a row whose key column is null by its table', () => {
    const row = { ...load, values: { ...load.values, customer_id: null } };

    expect(streamRecord(row, nowMs, settings).partitionKey).toBe('dbo.invoices');
  });

  it('sends loads of a keyed table by primary key and changes by table, without an object mapping', () => {
    const keyed = { ...table, primaryKey: ['invoice_id'] };

    expect(
      streamRecord({ ...load, table: keyed, rule: undefined }, nowMs, settings).partitionKey,
    ).toBe('dbo.invoices.1');
    expect(
      streamRecord({ ...update, table: keyed, rule: undefined }, nowMs, settings).partitionKey,
    ).toBe('dbo.invoices');
  });
});
