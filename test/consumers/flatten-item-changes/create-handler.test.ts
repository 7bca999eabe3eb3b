import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { TransformRecord } from '../../../consumers/firehose-transform/transform-event';
import { createHandler } from '../../../consumers/flatten-item-changes/create-handler';
import type { Item } from '../../../wire/attribute-value';
import { canaryRecord } from '../../../wire/canary';
import { changeRow } from '../../../wire/item-row-text';
import { decodeItemChange } from '../../../wire/item-change';
import type { ItemChange } from '../../../wire/item-change';
import { columnOf } from '../../../wire/item-column';
import { ITEM_ROW_COLUMNS } from '../../../wire/item-row';
import type { RowForm } from '../../../wire/item-row';
import { generatedItem } from '../../support/generated-items';
import { comparableItem, itemRecordJson, leavesOf } from '../../support/item-records';
import { transformRecord } from '../../support/transform-record';

const FORMS: RowForm[] = [
  { lists: 'json', oldImage: false },
  { lists: 'indexed', oldImage: true },
];
/** What an item was before; most changes leave most of it. */
const before = fc
  .tuple(generatedItem(3), fc.boolean())
  .map(([item, keepsMost]) => ({ ...item, keepsMost }));
const KEY: Item = { '#id': { S: '1' } };

const fixture = (name: string) =>
  readFileSync(join(__dirname, '../../fixtures/dynamodb', `${name}.json`), 'utf8');
const record = (data: string, index = 1) =>
  transformRecord(data, { index, arrivedAt: 1_764_108_300_500 });

async function flatten(records: TransformRecord[], form = FORMS[0]!) {
  const reasons: string[] = [];
  const counts: { rows: number; unreadable: number }[] = [];
  const handler = createHandler({
    form,
    reportUnreadable: ({ reason }) => reasons.push(reason),
    invocationDone: (done) => counts.push(done),
  });
  const reply = await handler({ records });
  return { reply, reasons, counts };
}

type Answers = Awaited<ReturnType<typeof flatten>>['reply']['records'];

const line = (answer: Answers[number] | undefined) =>
  Buffer.from(answer?.result === 'Ok' ? answer.data : '', 'base64').toString();
const row = (answer: Answers[number] | undefined) =>
  JSON.parse(line(answer)) as Record<string, string | null>;
const itemIn = (json: string | null | undefined) => comparableItem(JSON.parse(json ?? '') as Item);

/** The row by way of the change that the record tells. */
function rowOf({ data, kinesisRecordMetadata }: TransformRecord, form: RowForm): string {
  const change = decodeItemChange(Buffer.from(data, 'base64')) as ItemChange;
  const arrival = {
    shard_id: 'shardId-000000000001',
    sequence_number: kinesisRecordMetadata!.sequenceNumber.padStart(64, '0'),
    arrival_time: '2025-11-25T22:05:00.500Z',
  };
  return changeRow(change, arrival, form);
}

describe('flatten-item-changes', () => {
  it.each(['insert', 'update-microseconds', 'remove-by-time-to-live'])(
    'answers %s with its row, behind a line end',
    async (name) => {
      const { reply, counts } = await flatten([record(fixture(name))]);

      expect(reply.records[0]).toMatchObject({ recordId: '49661000000', result: 'Ok' });
      expect(line(reply.records[0])).toBe(rowOf(record(fixture(name)), FORMS[0]!));
      expect(counts).toMatchObject([{ rows: 1, unreadable: 0 }]);
    },
  );

  it('lets a canary through as a row of its own table', async () => {
    const { reply } = await flatten([record(canaryRecord('c-1', '2026-11-21T11:05:00.000Z'))]);

    expect(row(reply.records[0])).toMatchObject({
      table_name: 'tributary_canary',
      key_json: '{"id":{"S":"c-1"}}',
      arrival_time: '2025-11-25T22:05:00.500Z',
    });
  });

  it.each(FORMS)('carries every item exactly, %j', async (form) => {
    await fc.assert(
      fc.asyncProperty(generatedItem(8), before, async (after, { keepsMost, ...other }) => {
        const newImage = { ...after.wire, ...KEY };
        const oldImage = { ...(keepsMost && after.wire), ...other.wire, ...KEY };
        const changes = [
          { eventName: 'INSERT' as const, newImage },
          { eventName: 'MODIFY' as const, newImage, oldImage },
          { eventName: 'REMOVE' as const, oldImage },
        ];

        const records = changes.map((change, index) =>
          record(itemRecordJson({ keys: KEY, ...change }), index),
        );

        const { reply, reasons } = await flatten(records, form);

        const [inserted, updated, deleted] = reply.records.map(row);
        const isNow = comparableItem({ ...after.item, ...KEY });
        const was = comparableItem({ ...(keepsMost && after.item), ...other.item, ...KEY });
        expect(reasons).toEqual([]);
        expect(reply.records.map(line)).toEqual(records.map((given) => rowOf(given, form)));
        expect(itemIn(inserted?.['row_json'])).toEqual(isNow);
        expect(itemIn(updated?.['row_json'])).toEqual(isNow);
        expect(deleted?.['row_json']).toBeNull();
        expect(inserted?.['new_hash']).toBe(updated?.['new_hash']);
        expect(updated?.['old_hash']).toBe(deleted?.['old_hash']);
        if (form.oldImage) expect(itemIn(deleted?.['before_json'])).toEqual(was);
        else expect(updated?.['before_json']).toBeNull();
      }),
    );
  });

  it.each(FORMS)('shows every leaf in the column of its path, %j', async (form) => {
    await fc.assert(
      fc.asyncProperty(generatedItem(4), async ({ wire, item }) => {
        const json = itemRecordJson({
          eventName: 'INSERT',
          keys: KEY,
          newImage: { ...wire, ...KEY },
        });

        const { reply } = await flatten([record(json)], form);

        const columns = Object.entries(row(reply.records[0])).filter(
          ([name]) => !(ITEM_ROW_COLUMNS as readonly string[]).includes(name),
        );
        const expected = leavesOf({ ...item, ...KEY }, form.lists).map(([path, text]) => [
          columnOf(path),
          text,
        ]);
        expect(columns.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('answers every record once and in order, whatever it holds', async () => {
    const payload = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(fixture('insert'), fixture('remove-by-time-to-live')),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(payload), async (payloads) => {
        const records = payloads.map(record);
        const { reply, reasons } = await flatten(records);

        expect(reply.records.map(({ recordId }) => recordId)).toEqual(
          records.map(({ recordId }) => recordId),
        );
        expect(reasons).toHaveLength(
          reply.records.filter(({ result }) => result === 'ProcessingFailed').length,
        );
      }),
    );
  });

  it('fails a record that tells no place in the stream', async () => {
    const { recordId, data } = record(fixture('insert'));

    const { reasons } = await flatten([{ recordId, data }]);

    expect(reasons).toEqual(['The record tells no shard, sequence number or arrival time']);
  });

  it('fails a row above what Firehose takes, with its key, and goes on', async () => {
    const large = (characters: number) =>
      itemRecordJson({
        eventName: 'INSERT',
        keys: KEY,
        newImage: { ...KEY, text: { S: 'x'.repeat(characters) } },
      });

    const { reply, reasons } = await flatten(
      [large(511_000), large(512_000), fixture('insert')].map(record),
    );

    expect(reply.records.map(({ result }) => result)).toEqual(['Ok', 'ProcessingFailed', 'Ok']);
    expect(reasons).toEqual([
      'The row of {"#id":{"S":"1"}} on people is above the 1024000 bytes that Firehose takes',
    ]);
  });
});
