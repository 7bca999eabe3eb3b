import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { answerRecords } from '../../../consumers/firehose-transform/answer-records';
import type { TransformRecord } from '../../../consumers/firehose-transform/transform-event';
import { flattenRecord } from '../../../consumers/flatten-row-changes/flatten-record';
import { tableCatalogue } from '../../../consumers/flatten-row-changes/table-catalogue';
import { canaryRecord } from '../../../wire/canary';
import { transformRecord } from '../../support/transform-record';

const INVOICES = {
  schema: 'dbo',
  name: 'invoices',
  key: ['invoice_id'],
  leaveOut: ['big', 'note'],
  columns: {
    invoice_id: 'int',
    customer_id: 'int',
    billing_date: 'date',
    due_date: 'date',
    balance: 'int',
    monthly_kwh_use: 'int',
    total_amount_due: 'varchar(50)',
  },
};
const fixture = (name: string) =>
  readFileSync(join(__dirname, '../../fixtures/dms', `${name}.json`), 'utf8');

const record = (data: string, index = 1) =>
  transformRecord(data, { index, arrivedAt: 1_669_028_700_500 });
const flatten = (...records: TransformRecord[]) => {
  const reasons: string[] = [];
  const catalogue = tableCatalogue([INVOICES]);
  const reply = answerRecords(
    { records },
    (bytes, arrival) => flattenRecord(bytes, arrival, catalogue),
    ({ reason }) => reasons.push(reason),
  );
  return { ...reply, reasons };
};
const lineOf = (answer: { data?: string } | { result: string }) =>
  Buffer.from('data' in answer ? (answer.data ?? '') : '', 'base64').toString();

describe('flattenRecord', () => {
  it('writes one line with the row, its key, position and place in the stream', () => {
    const { records } = flatten(record(fixture('insert')));

    expect(records[0]).toMatchObject({ recordId: '49661000000', result: 'Ok' });
    expect(lineOf(records[0]!)).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lineOf(records[0]!))).toEqual({
      table_name: 'dbo.invoices',
      operation: 'insert',
      key_json: '{"invoice_id":"1001"}',
      row_json:
        '{"invoice_id":"1001","customer_id":"1219578","billing_date":"2022-05-15","due_date":"2022-05-30","balance":null,"monthly_kwh_use":"41","total_amount_due":"20.5"}',
      before_json: null,
      position: 'lsn/00000027000007580003/00000027000007580002/00000000000000000001',
      commit_time: '2026-11-21T11:04:59.900000Z',
      transaction_id: '1125899906842624123',
      read_time: '2026-11-21T11:05:00.123456Z',
      shard_id: 'shardId-000000000001',
      sequence_number: '49661'.padStart(64, '0'),
      arrival_time: '2022-11-21T11:05:00.500Z',
    });
  });

  it('takes a missing column for null', () => {
    const { records } = flatten(record(fixture('load-pretty')));

    expect(JSON.parse(lineOf(records[0]!))).toMatchObject({
      operation: 'load',
      position: null,
      row_json:
        '{"invoice_id":"1","customer_id":null,"billing_date":null,"due_date":null,"balance":null,"monthly_kwh_use":null,"total_amount_due":null}',
    });
  });

  it('keeps of a before image what it holds', () => {
    const { records } = flatten(record(fixture('update-before-image')));

    expect(JSON.parse(lineOf(records[0]!))).toMatchObject({ before_json: '{"invoice_id":"6"}' });
  });

  it('keeps text that JSON escapes, and nested JSON as text', () => {
    const data = (note: string) => fixture('insert').replace('"20.5"', note);

    const { records } = flatten(record(data('"a\\n\\"b\\""')), record(data('{"a":"b"}'), 2));

    const amounts = records.map((answer) => {
      const { row_json } = JSON.parse(lineOf(answer)) as { row_json: string };
      return (JSON.parse(row_json) as Record<string, string>)['total_amount_due'];
    });
    expect(amounts).toEqual(['a\n"b"', '{"a":"b"}']);
  });

  it('refuses a column that is neither declared nor left out, rather than dropping it', () => {
    const data = fixture('insert').replace('"balance"', '"surcharge":"5","balance"');

    const { records, reasons } = flatten(record(data));

    expect(records[0]).toMatchObject({ result: 'ProcessingFailed' });
    expect(reasons).toEqual([
      'The insert on dbo.invoices has a column surcharge that the feed does not know: declare it in the settings or list it in leaveOut, then send the record again',
    ]);
  });

  it('passes a table that the feed does not declare, without a key', () => {
    const other = fixture('insert').replace(
      '"table-name":"invoices"',
      '"table-name":"Other Table"',
    );

    const { records } = flatten(record(other.replace('"balance"', '"Bal ance"')));

    expect(JSON.parse(lineOf(records[0]!))).toMatchObject({
      table_name: 'dbo.Other Table',
      key_json: null,
      row_json: expect.stringContaining('"bal_ance":null') as string,
    });
  });

  it('drops control records and those of its own tables', () => {
    const { records } = flatten(record(fixture('control')), record(fixture('awsdms-status'), 2));

    expect(records).toEqual([
      { recordId: '49661000000', result: 'Dropped' },
      { recordId: '49662000000', result: 'Dropped' },
    ]);
  });

  it('lets a canary through as a row of its own table', () => {
    const { records } = flatten(record(canaryRecord('c-1', '2026-11-21T11:05:00.000Z')));

    expect(JSON.parse(lineOf(records[0]!))).toMatchObject({
      table_name: 'tributary_canary',
      row_json: '{"id":"c-1"}',
    });
  });

  it('fails a row without a value in its key, and says so', () => {
    const keyless = fixture('insert').replace('"invoice_id":1001', '"invoice_id":null');

    const { records, reasons } = flatten(record(keyless), record(fixture('insert'), 2));

    expect(records.map(({ result }) => result)).toEqual(['ProcessingFailed', 'Ok']);
    expect(reasons).toEqual(['The insert on dbo.invoices has no value in key column invoice_id']);
  });

  it('answers every record once and in order, whatever it holds', () => {
    const payload = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(fixture('insert'), fixture('control'), fixture('delete-key-only')),
    );

    fc.assert(
      fc.property(fc.array(payload), (payloads) => {
        const records = payloads.map(record);
        expect(flatten(...records).records.map(({ recordId }) => recordId)).toEqual(
          records.map(({ recordId }) => recordId),
        );
      }),
    );
  });

  it('keeps the reply within 6 MB and fails what no longer fits', () => {
    const big = fixture('insert').replace('"20.5"', JSON.stringify('x'.repeat(900_000)));
    const records = Array.from({ length: 8 }, (_, index) => record(big, index));

    const { reasons, ...reply } = flatten(...records);

    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThanOrEqual(6_291_456);
    expect(reply.records.map(({ result }) => result)).toEqual([
      'Ok',
      'Ok',
      'Ok',
      'Ok',
      'Ok',
      'ProcessingFailed',
      'ProcessingFailed',
      'ProcessingFailed',
    ]);
    expect(reasons[0]).toContain('6 MB');
  });
});

describe('tableCatalogue', () => {
  it('refuses a key that is no column and columns that share a lake name', () => {
    expect(() => tableCatalogue([{ ...INVOICES, key: ['id'] }])).toThrow(
      'Key column id of dbo.invoices is not a column',
    );
    expect(() =>
      tableCatalogue([{ ...INVOICES, columns: { ...INVOICES.columns, 'Due Date': 'date' } }]),
    ).toThrow('Columns due_date and Due Date of dbo.invoices are both due_date in the lake');
  });
});
