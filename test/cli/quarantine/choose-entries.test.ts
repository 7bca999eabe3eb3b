import { isChosen, type EntryChoice } from '../../../cli/quarantine/choose-entries';
import { entryId } from '../../../cli/quarantine/entry-id';
import type { QuarantinedEntry } from '../../../cli/quarantine/list-quarantine';

const ENTRY: QuarantinedEntry = {
  id: 'a1-1',
  feed: 'billing',
  place: 's3://bucket/key',
  record: 1,
  source: 'alerts',
  reason: 'Expected metadata.table-name, got nothing',
  arrivedAt: '2026-01-02T03:04:05.000Z',
  payload: Buffer.alloc(0),
  isRecord: true,
  table: 'dbo.invoices',
};

describe('isChosen', () => {
  it.each<[string, EntryChoice, boolean]>([
    ['nothing', {}, true],
    ['its id', { ids: ['other', 'a1-1'] }, true],
    ['another id', { ids: ['a1-11'] }, false],
    ['its table in another case', { table: 'DBO.Invoices' }, true],
    ['another table', { table: 'dbo.payments' }, false],
    ['part of its reason', { reason: 'GOT NOTHING' }, true],
    ['another reason', { reason: 'throttled' }, false],
    ['since its arrival', { since: '2026-01-02T03:04:05.000Z' }, true],
    ['since later', { since: '2026-01-02T03:04:05.001Z' }, false],
    ['until its arrival', { until: '2026-01-02T03:04:05.000Z' }, false],
    ['until later', { until: '2026-01-02T03:04:05.001Z' }, true],
  ])('by %s', (_, choice, expected) => {
    expect(isChosen(ENTRY, choice)).toBe(expected);
  });

  it('takes what tells no arrival by no time', () => {
    expect(isChosen({ ...ENTRY, arrivedAt: '' }, { since: '2020-01-01T00:00:00.000Z' })).toBe(
      false,
    );
  });
});

describe('entryId', () => {
  it('tells the records of an object apart, and objects from each other', () => {
    // The first 12 hexadecimal digits of `printf s3://bucket/key | sha256sum`.
    expect(entryId('s3://bucket/key', 1)).toBe('558ca1533e03-1');
    expect(entryId('s3://bucket/key', 2)).toBe('558ca1533e03-2');
    expect(entryId('s3://bucket/kez', 1)).not.toBe('558ca1533e03-1');
  });
});
