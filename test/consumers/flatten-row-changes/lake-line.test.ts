import fc from 'fast-check';
import { lakeLine, type LakeChange } from '../../../consumers/flatten-row-changes/lake-line';

const CHANGE: LakeChange = {
  table_name: 'dbo.invoices',
  operation: 'update',
  key: { invoice_id: '7' },
  row: { invoice_id: '7', note: null },
  before: null,
  position: 'lsn/1',
  commit_time: '2026-11-21T11:04:59.900000Z',
  transaction_id: null,
  read_time: '2026-11-21T11:05:00.123456Z',
  shard_id: 'shardId-000000000001',
  sequence_number: '49661',
  arrival_time: '2022-11-21T11:05:00.500Z',
};

describe('lakeLine', () => {
  it.each([true, false])('writes rows as JSON in JSON, with a backslash: %s', (hasBackslash) => {
    expect(lakeLine(CHANGE, hasBackslash)).toBe(
      '{"table_name":"dbo.invoices","operation":"update","key_json":"{\\"invoice_id\\":\\"7\\"}",' +
        '"row_json":"{\\"invoice_id\\":\\"7\\",\\"note\\":null}","before_json":null,"position":"lsn/1",' +
        '"commit_time":"2026-11-21T11:04:59.900000Z","transaction_id":null,' +
        '"read_time":"2026-11-21T11:05:00.123456Z","shard_id":"shardId-000000000001",' +
        '"sequence_number":"49661","arrival_time":"2022-11-21T11:05:00.500Z"}\n',
    );
  });

  it('keeps every text that a record with a backslash holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (note) => {
        expect(rowOf(lakeLine({ ...CHANGE, row: { note } }, true))).toEqual({ note });
      }),
    );
  });

  it('keeps every text that a record without one holds, quotation marks of nested JSON among them', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((note) => !/[\\\u0000-\u001f]/.test(note));
    const nested = fc.json().filter((json) => !json.includes('\\'));
    fc.assert(
      fc.property(fc.oneof(text, nested), (note) => {
        expect(rowOf(lakeLine({ ...CHANGE, row: { note } }, false))).toEqual({ note });
      }),
    );
  });
});

function rowOf(line: string): unknown {
  const { row_json } = JSON.parse(line) as { row_json: string };
  return JSON.parse(row_json);
}
