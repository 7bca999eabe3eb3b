import { decodeDmsRecord } from '../../wire/dms-record';
import { redrivenRecord, readWays } from '../../wire/redriven-record';

const RECORD =
  '{"data":{"invoice_id":12345678901234567890,"amount":1.10},"metadata":{"timestamp":"2026-11-21T11:05:00.000000Z",' +
  '"record-type":"data","operation":"load","schema-name":"dbo","table-name":"invoices"}}\n';

function again(payload: string | Uint8Array, sequenceNumber?: string): string {
  return Buffer.from(redrivenRecord(Buffer.from(payload), sequenceNumber)).toString();
}

describe('redrivenRecord', () => {
  it('tells where the record first stood, and keeps each digit of it', () => {
    expect(again(RECORD, '495')).toBe(
      '{"data":{"invoice_id":12345678901234567890,"amount":1.10},"metadata":{"timestamp":"2026-11-21T11:05:00.000000Z",' +
        '"record-type":"data","operation":"load","schema-name":"dbo","table-name":"invoices",' +
        '"first-sequence-number":"495","redrives":1}}\n',
    );
  });

  it('keeps the older place of a record that comes a third time, and counts', () => {
    expect(readWays(Buffer.from(again(again(RECORD, '495'), '900')))).toEqual({
      firstSequenceNumber: '495',
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
    expect(redrivenRecord(Buffer.from([0xff]), '495')).toEqual(Buffer.from([0xff]));
  });

  it('is read as the same change', () => {
    const { firstSequenceNumber, ...change } = decodeDmsRecord(again(RECORD, '495')) as {
      firstSequenceNumber: string;
    };

    expect(change).toEqual(decodeDmsRecord(RECORD));
    expect(firstSequenceNumber).toBe('495');
  });
});

describe('decodeDmsRecord', () => {
  it('refuses a first sequence number that is none', () => {
    expect(decodeDmsRecord(again(RECORD, 'soon'))).toEqual({
      kind: 'unreadable',
      reason: 'Expected metadata.first-sequence-number to be a sequence number, got soon',
    });
  });
});
