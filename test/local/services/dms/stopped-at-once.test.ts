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

/** The task is stopped before it read where the log stands. */
beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await applyScripts(cloud);
  await beginReading(cloud);
  await startTask(cloud);
  await cloud.call('dms', 'StopReplicationTask', { ReplicationTaskArn: cloud.feed.dms.taskArn });
});

afterAll(() => cloud.close());

/** https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html */
describe('a task that is stopped as soon as it is started', () => {
  it('has no position yet, and was started all the same', async () => {
    const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});

    const [task] = ReplicationTasks as Record<string, unknown>[];
    expect(task).toMatchObject({ Status: 'stopped' });
    expect(task).not.toHaveProperty('RecoveryCheckpoint');
    await expect(startTask(cloud)).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
  });

  it('loads its tables when it is resumed', async () => {
    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn: cloud.feed.dms.taskArn,
      StartReplicationTaskType: 'resume-processing',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    const { current } = cloud.feed.lake.views['dbo.invoices']!;
    expect(await query(cloud, `SELECT count(*) FROM "${current}"`)).toEqual([['10']]);
  });
});
