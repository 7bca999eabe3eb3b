import type { TransformRecord } from '../../../consumers/firehose-transform/transform-event';
import { createHandler } from '../../../consumers/flatten-item-changes/create-handler';
import type { AttributeValue, Item } from '../../../wire/attribute-value';
import type { RowForm } from '../../../wire/item-row';
import { ITEM_TRANSFORM_BUFFER_MEGABYTES } from '../../../wire/transform-buffer';
import { itemRecordJson } from '../../support/item-records';

const REPLY_BYTES_MAX = 6_291_456;
const BUFFER_BYTES = ITEM_TRANSFORM_BUFFER_MEGABYTES * 1024 * 1024;
const KEY: Item = { a: { S: '1' } };

/** With ids as long as Firehose's for a Kinesis stream. */
function record(json: string, index: number): TransformRecord {
  const sequenceNumber = String(index).padStart(56, '4');
  return {
    recordId: `${sequenceNumber}000000`,
    data: Buffer.from(json).toString('base64'),
    kinesisRecordMetadata: {
      shardId: 'shardId-000000000001',
      sequenceNumber,
      approximateArrivalTimestamp: 1_764_108_300_500,
    },
  };
}

async function flatten(jsons: readonly string[], form: Partial<RowForm> = {}) {
  const reasons: string[] = [];
  const handler = createHandler({
    form: { lists: 'json', oldImage: false, ...form },
    reportUnreadable: ({ reason }) => reasons.push(reason),
    invocationDone: () => undefined,
  });
  const reply = await handler({ records: jsons.map(record) });
  return { reply, reasons, replyBytes: Buffer.byteLength(JSON.stringify(reply)) };
}

const insert = (attributes: Item) =>
  itemRecordJson({ eventName: 'INSERT', keys: KEY, newImage: { ...attributes, ...KEY } });
/** Its row is as large as Firehose takes. */
const OVERSHOOTING = insert({ text: { S: 'x'.repeat(511_000) } });

/** As many copies as the buffer holds, and the largest record, with which it is full. */
function fullBuffer(json: string): string[] {
  const count = Math.floor((BUFFER_BYTES - 1) / Buffer.byteLength(json));
  return [...Array.from({ length: count }, () => json), OVERSHOOTING];
}

const names = (count: number, nameOf: (index: number) => string): Item =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, AttributeValue] => [
      nameOf(index),
      { N: '1' },
    ]),
  );
const nested = (depth: number, value: AttributeValue): AttributeValue =>
  depth === 0 ? value : { M: { a: nested(depth - 1, value) } };

describe('a buffer of the stream', () => {
  it.each<[what: string, json: string, form: Partial<RowForm>]>([
    ['plain text', insert({ text: { S: 'x'.repeat(50_000) } }), {}],
    ['quotes', insert({ text: { S: '"'.repeat(20_000) } }), {}],
    ['quotes in a list', insert({ list: { L: [{ S: '"'.repeat(20_000) }] } }), {}],
    ['quotes in a set', insert({ set: { SS: ['"'.repeat(20_000)] } }), {}],
    ['control characters', insert({ text: { S: '\u0001'.repeat(9_000) } }), {}],
    ['names of capitals', insert(names(40, (i) => 'A'.repeat(900) + String(i))), {}],
    ['names of punctuation', insert(names(20, (i) => '!'.repeat(900) + String(i))), {}],
    ['names beyond ASCII', insert(names(40, (i) => '\u00e9'.repeat(450) + String(i))), {}],
    ['names of quotes', insert(names(40, (i) => '"'.repeat(450) + String(i))), {}],
    ['many small attributes', insert(names(2_000, String)), {}],
    [
      'many small numbers',
      insert({ list: { L: Array.from({ length: 900 }, () => ({ N: '1' })) } }),
      { lists: 'indexed' },
    ],
    ['the least records', insert({}), {}],
    [
      'the least deletes',
      itemRecordJson({ eventName: 'REMOVE', keys: KEY, oldImage: KEY }),
      { oldImage: true },
    ],
    [
      'old images of quotes',
      itemRecordJson({
        eventName: 'MODIFY',
        keys: KEY,
        newImage: { ...KEY, text: { S: '"'.repeat(20_000) } },
        oldImage: { ...KEY, text: { S: '"'.repeat(20_000) } },
      }),
      { oldImage: true },
    ],
  ])('of %s has a reply with all its rows', async (_, json, form) => {
    const { reply, replyBytes, reasons } = await flatten(fullBuffer(json), form);

    expect(reasons).toEqual([]);
    expect(reply.records.every(({ result }) => result === 'Ok')).toBe(true);
    expect(replyBytes).toBeLessThanOrEqual(REPLY_BYTES_MAX);
  });

  it.each<[what: string, attribute: AttributeValue]>([
    ['deep maps of many leaves', nested(31, { M: names(600, String) })],
    ['long names above many leaves', { M: { ['x'.repeat(3_900)]: { M: names(250, String) } } }],
  ])('of %s has a reply that fails what does not fit', async (_, deep) => {
    const records = fullBuffer(insert({ deep }));

    const { reply, replyBytes, reasons } = await flatten(records);

    const failed = reply.records.filter(({ result }) => result === 'ProcessingFailed');
    expect(reply.records.map(({ recordId }) => recordId)).toEqual(
      records.map((json, index) => record(json, index).recordId),
    );
    expect(reply.records[0]?.result).toBe('Ok');
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(reasons)).toEqual(
      new Set([
        'The rows of this batch exceed the 6 MB that a reply may hold: lower the buffer size',
      ]),
    );
    expect(replyBytes).toBeLessThanOrEqual(REPLY_BYTES_MAX);
  });

  it('holds no row whose columns would grow without end', async () => {
    const json = insert({ ['x'.repeat(60_000)]: { M: names(50_000, String) } });

    const { reasons, replyBytes } = await flatten([json]);

    expect(reasons).toEqual([
      'The row of {"a":{"S":"1"}} on people is above the 1024000 bytes that Firehose takes',
    ]);
    expect(replyBytes).toBeLessThan(1000);
  });
});
