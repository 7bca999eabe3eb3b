import { itemRecordOfRow } from '../../../cli/replay/item-record-of-row';
import type { LakeChange } from '../../../cli/replay/lake-changes';
import { decodeItemChange } from '../../../wire/item-change';
import { itemRecordJson } from '../../support/item-records';
import { changeRow } from '../../../wire/item-row-text';

const ARRIVAL = {
  shard_id: 'shardId-000000000000',
  sequence_number: '7'.padStart(64, '0'),
  arrival_time: '2026-11-21T11:05:00.000Z',
};
const FORM = { lists: 'json', oldImage: true } as const;

/** As the stream has them: binary encoded twice. `3q0=` is two bytes in base64. */
const KEYS = { id: { S: '864732' } };
const BEFORE = { ...KEYS, blob: { B: 'M3EwPQ==' }, n: { N: '12345678901234567890.5' } };
const AFTER = {
  ...KEYS,
  set: { BS: ['M3EwPQ=='] },
  deep: { M: { list: { L: [{ B: 'M3EwPQ==' }, { BOOL: true }, { NULL: true as const }] } } },
  '10': { S: 'after' },
};

function lineOf(record: Uint8Array): LakeChange {
  const change = decodeItemChange(record);
  if (change.kind !== 'change') throw new Error(JSON.stringify(change));
  return { ...(JSON.parse(changeRow(change, ARRIVAL, FORM)) as LakeChange), place: '' };
}

describe('itemRecordOfRow', () => {
  it.each([
    ['an insert', { eventName: 'INSERT', keys: KEYS, newImage: AFTER }],
    ['an update', { eventName: 'MODIFY', keys: KEYS, newImage: AFTER, oldImage: BEFORE }],
    ['a delete', { eventName: 'REMOVE', keys: KEYS, oldImage: BEFORE }],
    [
      'a change in microseconds',
      {
        eventName: 'INSERT',
        keys: KEYS,
        newImage: AFTER,
        time: 1_764_108_300_123_456,
        precision: 'MICROSECOND',
      },
    ],
  ] as const)('gives %s back as the line that it came of', (_, parts) => {
    const original = lineOf(Buffer.from(itemRecordJson(parts)));

    const again = lineOf(itemRecordOfRow(original, 'eu-west-1').data);

    expect(again).toEqual(original);
    expect(original['event_id']).toBe('2ad9e8f0-6f5e-4a0c-9a4e-0c8d6f1b7a35');
  });

  it('writes what DynamoDB writes', () => {
    const record = itemRecordJson({ eventName: 'INSERT', keys: KEYS, newImage: BEFORE });

    const { data } = itemRecordOfRow(lineOf(Buffer.from(record)), 'eu-west-1');

    expect(JSON.parse(Buffer.from(data).toString())).toEqual(JSON.parse(record));
  });
});
