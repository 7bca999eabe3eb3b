import fc from 'fast-check';
import type { Item } from '../../../wire/attribute-value';
import { generatedItem } from '../../support/generated-items';
import { itemCloud, peopleStacks, type ItemCloud } from '../../support/item-cloud';
import { comparableItem } from '../../support/item-records';
import { objectsUnder } from '../../support/whole-feed';

const TABLE = 'tributary-dev-people-items';

let cloud: ItemCloud;

beforeEach(async () => {
  cloud = await itemCloud({ stacks: peopleStacks() });
});
afterEach(() => cloud.close());

/** Each item of the lake's current state by its id, read back by nothing but `JSON.parse`. */
async function currentItems(): Promise<Map<string, unknown>> {
  const rows = await cloud.query('SELECT row_json, change_tied FROM people_current');
  return new Map(
    rows.map(([json, tied]) => {
      expect(tied).toBe('false');
      const item = JSON.parse(json ?? '') as Item;
      return [(item['id'] as { S: string }).S, comparableItem(item)];
    }),
  );
}

const comparable = (items: ReadonlyMap<string, Item>) =>
  new Map(Array.from(items, ([id, item]) => [id, comparableItem(item)]));

/** A string that UTF-8 has: DynamoDB takes no other. */
const isWellFormed = (item: Item) => !/\\ud[89a-f]/i.test(JSON.stringify(item));
/** DynamoDB takes no attribute without a name, and dynalite none of this one. */
const isNamed = (item: Item) => !/"(?:__proto__)?":/.test(JSON.stringify(item));
const anyItem = generatedItem(8)
  .map(({ item }) => item)
  .filter((item) => isWellFormed(item) && isNamed(item));

describe('any item', () => {
  it('stands in the lake as it was written, changed and deleted', async () => {
    const histories = fc.array(
      fc.record({ first: anyItem, then: fc.option(anyItem), isDeleted: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (items) => {
        run += 1;
        const expected = new Map<string, Item>();
        for (const [at, { first, then, isDeleted }] of items.entries()) {
          const id = `${run}/${at}`;
          const key: Item = { id: { S: id } };
          await cloud.put({ ...first, ...key });
          if (then !== null) await cloud.put({ ...then, ...key });
          if (isDeleted) await cloud.remove(key);
          else expected.set(id, { ...(then ?? first), ...key });
        }
        await cloud.deliver();

        const all = await currentItems();
        const ofRun = new Map([...all].filter(([id]) => id.startsWith(`${run}/`)));
        expect(ofRun).toEqual(comparable(expected));
      }),
      { numRuns: 15 },
    );
  });
});

describe('an item of 400 KB', () => {
  const text = (bytes: number) => 'x'.repeat(bytes);
  const large: Item = { id: { S: 'large' }, text: { S: text(400 * 1024 - 20) } };

  it('passes when it comes, changes and goes', async () => {
    await cloud.put(large);
    await cloud.put({ ...large, text: { S: text(400 * 1024 - 21) } });
    await cloud.deliver();
    const rows = await cloud.query('SELECT length(row_json) FROM people_current');
    await cloud.remove({ id: { S: 'large' } });
    await cloud.deliver();

    expect(Number(rows[0]?.[0])).toBeGreaterThan(400 * 1024 - 30);
    expect(await cloud.query('SELECT key_json FROM people_current')).toEqual([]);
    expect(cloud.troubles).toEqual([]);
  });

  /** Its record has about 23 bytes an attribute. */
  const bushy = (attributes: number): Item => ({
    ...(Object.fromEntries(
      Array.from({ length: attributes }, (_, at) => [`a${at}`, { NULL: true }]),
    ) as Item),
    id: { S: 'bushy' },
  });
  const idsAndTroubles = async () => {
    await cloud.put({ id: { S: 'before' } });
    await cloud.deliver();
    const ids = [...(await currentItems()).keys()];
    return { ids, troubles: cloud.troubles.map(({ message }) => message) };
  };

  it('of many small attributes is dropped by DynamoDB, above 1 MiB a record, and named', async () => {
    await cloud.put(bushy(50_000));

    expect(await idsAndTroubles()).toEqual({
      ids: ['before'],
      troubles: [
        expect.stringMatching(
          /^A change of \{"id":\{"S":"bushy"\}\} in table .* is not in the stream/,
        ),
      ],
    });
  });

  it('ends under the error prefix where its row is above the 1,000 KiB of Firehose', async () => {
    await cloud.put(bushy(45_000));

    expect(await idsAndTroubles()).toEqual({
      ids: ['before'],
      troubles: ['the transform failed for 1 records: ProcessingFailed status set for record'],
    });
    const { bucket, errorPrefix } = cloud.feed.lake;
    const [failed] = await objectsUnder(cloud, bucket, errorPrefix);
    const { rawData } = JSON.parse(failed!.text) as { rawData: string };
    expect(Buffer.from(rawData, 'base64').toString()).toContain('"Keys":{"id":{"S":"bushy"}}');
  });
});

describe('records that are no item changes', () => {
  it('end under the error prefix, whole, and their neighbours go through', async () => {
    await cloud.put({ id: { S: 'before' } });
    await cloud.stream([
      { data: 'no json', partitionKey: 'a' },
      { data: '{"tableName":"t"}', partitionKey: 'b' },
    ]);
    await cloud.put({ id: { S: 'after' } });
    await cloud.deliver();

    const { bucket, errorPrefix } = cloud.feed.lake;
    const failed = await objectsUnder(cloud, bucket, errorPrefix);
    const payloads = failed
      .flatMap(({ text }) => text.trimEnd().split('\n'))
      .map((line) => (JSON.parse(line) as { rawData: string }).rawData)
      .map((raw) => Buffer.from(raw, 'base64').toString());
    expect(payloads.sort()).toEqual(['no json', '{"tableName":"t"}']);
    expect([...(await currentItems()).keys()].sort()).toEqual(['after', 'before']);
  });
});

describe('the table', () => {
  it('is told in each line, with place and time', async () => {
    await cloud.put({ id: { S: '1' } });
    await cloud.deliver();

    const [row] = await cloud.query(
      `SELECT table_name, operation, key_json, change_time_precision, size_bytes, new_hash, shard_id,
         length(sequence_number), length(position) FROM people_item_changes`,
    );
    expect(row).toEqual([
      TABLE,
      'insert',
      '{"id":{"S":"1"}}',
      'MICROSECOND',
      '6',
      // What sha256sum says of {"id":{"S":"1"}}.
      'a623a88607e4537978d9be5fabbf003fb43fcd50263a32c8454bc043a7548006',
      expect.stringMatching(/^shardId-0{11}[01]$/),
      '64',
      '20',
    ]);
  });
});
