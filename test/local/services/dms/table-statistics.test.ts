import { memoryStorage } from '../../../../local/storage/memory-storage';
import { settings } from '../../../../settings';
import { fakeClock } from '../../../support/fake-clock';
import {
  inProcessCloud,
  QUIET_TURNS,
  type InProcessCloud,
} from '../../../support/in-process-cloud';
import { synthesizedDefinition } from '../../../support/synthesized-definition';
import { loadFeed } from '../../../support/whole-feed';

const world = { stacks: synthesizedDefinition(settings), storage: memoryStorage() };

async function invoicesOf(cloud: InProcessCloud) {
  const ReplicationTaskArn = cloud.feed.dms.taskArn;
  const answer = await cloud.call('dms', 'DescribeTableStatistics', { ReplicationTaskArn });
  const tables = answer['TableStatistics'] as Record<string, unknown>[];
  return tables.find(({ TableName }) => TableName === 'invoices');
}

/** https://docs.aws.amazon.com/dms/latest/APIReference/API_DescribeTableStatistics.html */
describe('what is told of the tables of a task that stands', () => {
  let before: Awaited<ReturnType<typeof invoicesOf>>;
  let cloud: InProcessCloud;

  beforeAll(async () => {
    const first = await inProcessCloud(world);
    await loadFeed(first);
    const { taskArn: ReplicationTaskArn } = first.feed.dms;
    await first.call('dms', 'StopReplicationTask', { ReplicationTaskArn });
    before = await invoicesOf(first);
    await first.close();
    const clock = fakeClock(first.clock.now(), { quietTurns: QUIET_TURNS });
    cloud = await inProcessCloud({ ...world, clock });
  });
  afterAll(() => cloud.close());

  it('is the load that it has finished, after a restart of the cloud, too', async () => {
    const found = await invoicesOf(cloud);

    expect(found).toMatchObject({ TableState: 'Table completed', FullLoadRows: 10 });
    expect(found?.['FullLoadEndTime']).toEqual(before?.['FullLoadEndTime']);
  });

  it('is that a load begins anew, as soon as the task is told to', async () => {
    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn: cloud.feed.dms.taskArn,
      StartReplicationTaskType: 'reload-target',
    });

    expect(await invoicesOf(cloud)).toMatchObject({ FullLoadReloaded: true });
  });
});
