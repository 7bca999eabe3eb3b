import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canaryRecord } from '../../wire/canary';
import { decodeDmsRecord } from '../../wire/dms-record';

const fixture = (name: string) => readFileSync(join(__dirname, '../fixtures/dms', `${name}.json`));

describe('decodeDmsRecord', () => {
  it('reads an insert with its order', () => {
    expect(decodeDmsRecord(fixture('insert'))).toEqual({
      kind: 'change',
      operation: 'insert',
      schema: 'dbo',
      table: 'invoices',
      row: {
        invoice_id: '1001',
        customer_id: '1219578',
        billing_date: '2022-05-15',
        due_date: '2022-05-30',
        balance: null,
        monthly_kwh_use: '41',
        total_amount_due: '20.5',
      },
      before: null,
      position: 'lsn/00000027000007580003/00000027000007580002/00000000000000000001',
      commitTime: '2026-11-21T11:04:59.900000Z',
      transactionId: '1125899906842624123',
      recordId: '1',
      timestamp: '2026-11-21T11:05:00.123456Z',
    });
  });

  it('reads pretty JSON with the metadata first, and keeps a decimal exact', () => {
    expect(decodeDmsRecord(fixture('load-pretty'))).toMatchObject({
      kind: 'change',
      operation: 'load',
      position: null,
      row: { invoice_id: '1', big: '12345678901234567890.1234567890' },
    });
  });

  it('reads a before image whatever its name', () => {
    const text = fixture('update-before-image').toString();

    expect(decodeDmsRecord(text)).toMatchObject({ before: { invoice_id: '6' } });
    expect(decodeDmsRecord(text.replace('before-image', 'BEFORE'))).toMatchObject({
      before: { invoice_id: '6' },
      position: 'time/2026-11-21T11:04:59.000000000Z/00000000000000000123/00000000000000000002',
    });
  });

  it.each([
    ['delete-key-only', { invoice_id: '7' }],
    ['delete-key-and-nulls', { invoice_id: '7', note: null }],
  ])('reads the shape %s', (name, row) => {
    expect(decodeDmsRecord(fixture(name))).toMatchObject({ operation: 'delete', row });
  });

  it('sets control records aside', () => {
    expect(decodeDmsRecord(fixture('control'))).toEqual({
      kind: 'control',
      operation: 'create-table',
      schema: '',
      table: 'awsdms_apply_exceptions',
    });
  });

  it("sets data records of DMS's own tables aside", () => {
    expect(decodeDmsRecord(fixture('awsdms-status'))).toEqual({
      kind: 'dms-table',
      table: 'awsdms_status',
    });
  });

  it('knows a canary', () => {
    const record = canaryRecord('c-1', '2026-11-21T11:05:00.000Z');

    expect(decodeDmsRecord(record)).toEqual({
      kind: 'canary',
      id: 'c-1',
      timestamp: '2026-11-21T11:05:00.000Z',
    });
  });

  it.each([
    ['not json', 'Expected null at offset 0'],
    ['[]', 'Expected the record to be a JSON object'],
    ['{"data":{}}', 'Expected metadata to be a JSON object'],
    [
      '{"data":{"a":1},"metadata":{"timestamp":"t","record-type":"data","operation":"insert","schema-name":"dbo","table-name":"t","transaction-id":5}}',
      'The insert on dbo.t tells no position',
    ],
    [
      '{"data":{},"metadata":{"timestamp":"t","record-type":"data","operation":"load","schema-name":"dbo","table-name":"t"}}',
      'The load on dbo.t carries no column',
    ],
    [
      '{"data":{"a":1},"metadata":{"timestamp":"t","record-type":"data","operation":"upsert","schema-name":"dbo","table-name":"t"}}',
      'Unknown operation upsert on dbo.t',
    ],
  ])('says why it cannot read %j', (text, reason) => {
    expect(decodeDmsRecord(text)).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeDmsRecord(bytes).kind).toBe('unreadable');
      }),
    );
  });
});
