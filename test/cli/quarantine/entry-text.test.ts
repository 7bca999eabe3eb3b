import { entryDetails, entryText } from '../../../cli/quarantine/entry-text';
import type { QuarantinedEntry } from '../../../cli/quarantine/list-quarantine';

const NOW = Date.parse('2026-01-02T06:04:05.000Z');

function entry(given: Partial<QuarantinedEntry>): QuarantinedEntry {
  return {
    id: 'a1-1',
    feed: 'billing',
    place: 's3://bucket/key',
    record: 1,
    source: 'alerts',
    reason: 'why',
    arrivedAt: '2026-01-02T03:04:05.000Z',
    payload: Buffer.from('{}'),
    isRecord: true,
    ...given,
  };
}

describe('entryText', () => {
  it('shows id, age, reason and a payload without control characters', () => {
    expect(entryText(entry({ payload: Buffer.from('"a\u001b[31m\u202e') }), NOW)).toBe(
      'a1-1  3 h old  alerts: why\n  "a\\u001b[31m\\u202e',
    );
  });

  it('names the change where the payload can be read', () => {
    const change = { operation: 'insert', table: 'dbo.invoices', key: '{"invoice_id":"7"}' };

    expect(entryText(entry(change), NOW)).toContain('\n  insert dbo.invoices {"invoice_id":"7"}\n');
  });
});

describe('entryDetails', () => {
  it('prints the whole payload, each number digit for digit', () => {
    const payload = Buffer.from('{"data":{"amount":1.10,"id":12345678901234567890},"list":[]}');

    expect(entryDetails(entry({ payload, sequenceNumber: '495' }), NOW)).toBe(
      [
        'id               a1-1',
        'feed             billing',
        'given up by      alerts',
        'reason           why',
        'arrived          2026-01-02T03:04:05.000Z, 3 h ago',
        'sequence number  495',
        'lies in          s3://bucket/key, record 1',
        '',
        '{',
        '  "data": {',
        '    "amount": 1.10,',
        '    "id": 12345678901234567890',
        '  },',
        '  "list": []',
        '}',
      ].join('\n'),
    );
  });

  it('prints what is no text as base64', () => {
    const payload = Buffer.from([0xff, 0xfe]);

    expect(entryDetails(entry({ payload }), NOW)).toContain(
      '2 bytes that are no UTF-8 text, in base64:\n//4=',
    );
  });
});
