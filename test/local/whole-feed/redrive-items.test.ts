import { listQuarantine, type QuarantinedEntry } from '../../../cli/quarantine/list-quarantine';
import { redriveEntries } from '../../../cli/quarantine/redrive-entries';
import { countChanges } from '../../../cli/replay/lake-changes';
import type { ReplayState } from '../../../cli/replay/replay-state';
import { runReplay } from '../../../cli/replay/run-replay';
import { silentScreen } from '../../../cli/screen';
import { itemCloud, peopleStacks, type ItemCloud } from '../../support/item-cloud';
import { operatorTarget } from '../../support/operator-target';

const ACCOUNTS = {
  source: {
    account: '111111111111',
    roleArn: 'arn:aws:iam::111111111111:role/deployer',
  },
  lake: { account: '222222222222', roleArn: 'arn:aws:iam::222222222222:role/deployer' },
};
const ada = (title: string) => ({ id: { S: 'ada' }, jobTitle: { S: title } });

describe.each([
  ['in one account', {}],
  ['whose lake is in another account', { accounts: ACCOUNTS }],
])('a DynamoDB feed %s', (_, settings) => {
  let cloud: ItemCloud;

  beforeAll(async () => {
    cloud = await itemCloud({ stacks: peopleStacks(settings) });
  });
  afterAll(() => cloud.close());

  const target = () => operatorTarget(cloud, cloud.feed);

  async function waiting(): Promise<QuarantinedEntry[]> {
    const entries: QuarantinedEntry[] = [];
    for await (const entry of listQuarantine(target())) entries.push(entry);
    return entries;
  }

  function current(): Promise<(string | null)[][]> {
    return cloud.query('SELECT row_json FROM people_current ORDER BY key_json');
  }

  it('has the changes that the transform failed listed, and exact once they are sent again', async () => {
    await cloud.put(ada('Architect'));
    await cloud.deliver();
    const transform = cloud.invocations[0]!.functionName;
    cloud.broken.add(transform);
    await cloud.put(ada('Senior Architect'));
    await cloud.put({ id: { S: 'grace' }, jobTitle: { S: 'Admiral' } });
    await cloud.deliver();
    cloud.broken.delete(transform);
    await cloud.put(ada('Chief Architect'));
    await cloud.deliver();
    const entries = await waiting();

    const result = await redriveEntries(target(), silentScreen, {
      choice: {},
      limit: Infinity,
      now: () => cloud.clock.now(),
    });
    await cloud.deliver();

    expect(entries.map(({ operation, key }) => [operation, key]).sort()).toEqual([
      ['insert', '{"id":{"S":"grace"}}'],
      ['update', '{"id":{"S":"ada"}}'],
    ]);
    expect(result).toEqual({ sent: 2, waiting: 0, failed: [] });
    expect(await waiting()).toEqual([]);
    expect(await current()).toEqual([
      ['{"id":{"S":"ada"},"jobTitle":{"S":"Chief Architect"}}'],
      ['{"id":{"S":"grace"},"jobTitle":{"S":"Admiral"}}'],
    ]);
    expect(await cloud.query('SELECT * FROM people_ties')).toEqual([]);
  });

  it('stays exact when all its changes are replayed, though its lake keeps no old images', async () => {
    await cloud.remove({ id: { S: 'grace' } });
    await cloud.deliver();
    const before = await current();
    const arrivedBefore = new Date(cloud.clock.now()).toISOString();
    const counts = await countChanges(target(), { arrivedBefore });
    const state: ReplayState = {
      ...{ id: 'r1', target: 'laptop', feed: 'people', into: 'stream', sendAlerts: false },
      ...{ total: 5, done: 0, leftOut: 0, finished: false },
      selection: { arrivedBefore },
    };

    const { done } = await runReplay(target(), silentScreen, { state, save: () => undefined });
    await cloud.deliver();

    expect(
      counts.map(({ operation, canBeRebuilt, changes }) => [operation, canBeRebuilt, changes]),
    ).toEqual([
      ['delete', true, 1],
      ['insert', true, 2],
      ['update', true, 2],
    ]);
    expect(done).toBe(5);
    expect(await waiting()).toEqual([]);
    expect(await current()).toEqual(before);
    expect(await cloud.query('SELECT * FROM people_ties')).toEqual([]);
    expect(
      await cloud.query(
        "SELECT count(*), count(DISTINCT key_json || event_id || coalesce(old_hash, '')) FROM people_changes",
      ),
    ).toEqual([['10', '5']]);
  });
});
