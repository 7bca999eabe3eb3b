import { settings } from '../../../../settings';
import { inProcessCloud, type InProcessCloud } from '../../../support/in-process-cloud';
import { synthesizedDefinition } from '../../../support/synthesized-definition';
import {
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  query,
  startTask,
} from '../../../support/whole-feed';

let cloud: InProcessCloud;

/** The task is started before the database exists that it is to read. */
beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await startTask(cloud);
  await beginReading(cloud);
});

afterAll(() => cloud.close());

async function task() {
  const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});
  return (ReplicationTasks as { Status: string }[])[0]!;
}

/** https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html */
describe('a task that never came to its source', () => {
  it('has no position, and was started all the same', async () => {
    expect(await task()).toMatchObject({ Status: 'failed' });
    expect(await task()).not.toHaveProperty('RecoveryCheckpoint');
    await expect(startTask(cloud)).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
  });

  it('loads its tables when it is resumed', async () => {
    await applyScripts(cloud);
    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn: cloud.feed.dms.taskArn,
      StartReplicationTaskType: 'resume-processing',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    const { current } = cloud.feed.lake.views['dbo.invoices']!;
    expect(await query(cloud, `SELECT count(*) FROM "${current}"`)).toEqual([['10']]);
  });
});
