import { decodeDmsRecord, type DmsChange } from '../../wire/dms-record';
import { redrivenRecord, readWays } from '../../wire/redriven-record';

const RECORD =
  '{"data":{"invoice_id":12345678901234567890,"amount":1.10},"metadata":{"timestamp":"2026-11-21T11:05:00.000000Z",' +
  '"record-type":"data","operation":"load","schema-name":"dbo","table-name":"invoices"}}\n';

const TIME = '2026-11-21T11:05:00.123Z';

function again(payload: string | Uint8Array, sequenceNumber?: string, time = TIME): string {
  const arrival = sequenceNumber === undefined ? undefined : { sequenceNumber, time };
  return Buffer.from(redrivenRecord(Buffer.from(payload), arrival)).toString();
}

describe('redrivenRecord', () => {
  it('tells where and when the record first stood, and keeps each digit of it', () => {
    expect(again(RECORD, '495')).toBe(
      '{"data":{"invoice_id":12345678901234567890,"amount":1.10},"metadata":{"timestamp":"2026-11-21T11:05:00.000000Z",' +
        '"record-type":"data","operation":"load","schema-name":"dbo","table-name":"invoices",' +
        '"first-sequence-number":"495","first-arrival-time":"2026-11-21T11:05:00.123Z","redrives":1}}\n',
    );
  });

  it('keeps the older place of a record that comes a third time, and counts', () => {
    const third = again(again(RECORD, '495'), '900', '2026-11-22T00:00:00.000Z');

    expect(readWays(Buffer.from(third))).toEqual({
      firstArrival: { sequenceNumber: '495', time: TIME },
      redrives: 2,
    });
  });

  it('tells no place that is not known', () => {
    expect(again(RECORD)).toContain('"table-name":"invoices","redrives":1}}');
  });

  it.each(['{"data":{"invoice_id":9', '[]', '{"metadata":7}', '{"metadata":{},"metadata":{}}'])(
    'leaves %s as it is',
    (payload) => {
      expect(again(payload, '495')).toBe(payload);
    },
  );

  it('leaves what is no UTF-8 as it is', () => {
    expect(redrivenRecord(Buffer.from([0xff]), { sequenceNumber: '495' })).toEqual(
      Buffer.from([0xff]),
    );
  });

  it('is read as the same change', () => {
    const { firstArrival, ...change } = decodeDmsRecord(again(RECORD, '495')) as DmsChange;

    expect(change).toEqual(decodeDmsRecord(RECORD));
    expect(firstArrival).toEqual({ sequenceNumber: '495', time: TIME });
  });
});

describe('decodeDmsRecord', () => {
  it('refuses a first sequence number that is none', () => {
    expect(decodeDmsRecord(again(RECORD, 'soon'))).toEqual({
      kind: 'unreadable',
      reason: 'Expected metadata.first-sequence-number to be a sequence number, got soon',
    });
  });

  it('refuses a first arrival time that is none', () => {
    expect(decodeDmsRecord(again(RECORD, '495', 'yesterday'))).toEqual({
      kind: 'unreadable',
      reason: 'Expected metadata.first-arrival-time to be a time with milliseconds, got yesterday',
    });
  });
});
