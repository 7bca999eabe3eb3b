import fc from 'fast-check';
import type { Item } from '../../../wire/attribute-value';
import { itemCloud, peopleStacks, type ItemCloud } from '../../support/item-cloud';

/**
 * What DynamoDB's Kinesis destination may do: records come twice, in any order and in any shard, and the
 * changes of one key within a moment share its time. The clock stands still within a moment here.
 */
const KEYS = ['a', 'b', 'c'];
/** In each run one more key changes three times within a moment, which its images alone put in order. */
const CHAIN = ['Architect', 'Senior Architect', 'Principal'].map((title) => ({
  key: 'chain',
  title,
  later: false,
}));
const step = fc.record({
  key: fc.constantFrom(...KEYS),
  /** Undefined deletes. */
  title: fc.option(fc.constantFrom('Architect', 'Senior Architect', 'Principal'), {
    nil: undefined,
  }),
  later: fc.boolean(),
});

async function recordsOf(cloud: ItemCloud): Promise<string[]> {
  const { account, stream } = cloud.feed;
  const call = (action: string, input: object) => cloud.callIn(account)('kinesis', action, input);
  const { Shards } = (await call('ListShards', { StreamARN: stream.arn })) as {
    Shards: { ShardId: string }[];
  };
  const records: string[] = [];
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await call('GetShardIterator', {
      StreamARN: stream.arn,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const { Records } = (await call('GetRecords', { ShardIterator })) as {
      Records: { Data: Uint8Array }[];
    };
    records.push(...Records.map(({ Data }) => Buffer.from(Data).toString()));
  }
  return records;
}

async function currentTitles(cloud: ItemCloud): Promise<Map<string, string>> {
  const rows = await cloud.query('SELECT key_json, row_json, change_tied FROM people_current');
  return new Map(
    rows.map(([key, item, tied]) => {
      const { id } = JSON.parse(key ?? '') as { id: { S: string } };
      if (tied === 'true') return [id.S, 'tied'];
      const { jobTitle } = JSON.parse(item ?? '') as { jobTitle: { S: string } };
      return [id.S, jobTitle.S];
    }),
  );
}

describe('a stream that is shuffled and doubled', () => {
  it('gives the items of the table; a key is told as tied or shown as it is, never otherwise', async () => {
    const runs = fc.array(step, { minLength: 4, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(runs, fc.infiniteStream(fc.nat()), async (steps, draws) => {
        const source = await itemCloud({ stacks: peopleStacks() });
        const truth = new Map<string, string>();
        for (const { key, title, later } of [...CHAIN, ...steps]) {
          if (later) await source.clock.advance(1);
          const id: Item = { id: { S: key } };
          if (title === undefined) {
            await source.remove(id);
            truth.delete(key);
          } else {
            await source.put({ ...id, jobTitle: { S: title } });
            truth.set(key, title);
          }
        }
        await source.clock.advance(1000);
        const records = await recordsOf(source);
        await source.close();

        const draw = () => Number(draws.next().value);
        const doubled = [...records, ...records.filter(() => draw() % 2 === 0)]
          .map((data) => ({ data, order: draw(), partitionKey: String(draw()) }))
          .sort((one, other) => one.order - other.order);
        const lake = await itemCloud({ stacks: peopleStacks() });
        await lake.stream(doubled);
        await lake.deliver();
        const shown = await currentTitles(lake);
        const ties = await lake.query('SELECT key_json FROM people_ties');
        await lake.close();

        expect(shown.get('chain')).toBe('Principal');
        for (const key of KEYS) {
          if (shown.get(key) === 'tied') continue;
          expect([key, shown.get(key)]).toEqual([key, truth.get(key)]);
        }
        const tied = [...shown].filter(([, title]) => title === 'tied');
        expect(ties).toHaveLength(tied.length);
      }),
      { numRuns: 20 },
    );
  });
});
