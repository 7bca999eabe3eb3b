import { settings } from '../../../settings';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { striking } from '../../support/striking';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  query,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);
const insert = (id: number) =>
  `INSERT INTO dbo.invoices VALUES (${String(id)}, 1219578, '2022-05-15', '2022-05-30', NULL, 50, '25')`;

async function feed(times: Partial<Record<HazardName, number>>): Promise<InProcessCloud> {
  const cloud = await inProcessCloud({ stacks, hazards: striking(times) });
  await loadFeed(cloud);
  return cloud;
}

async function taskOf(cloud: InProcessCloud) {
  const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});
  const [task] = ReplicationTasks as { Status: string; LastFailureMessage?: string }[];
  return task!;
}

function invoice77(cloud: InProcessCloud) {
  const { current } = cloud.feed.lake.views['dbo.invoices']!;
  return query(cloud, `SELECT monthly_kwh_use FROM "${current}" WHERE invoice_id = 77`);
}

async function operationsOf77(cloud: InProcessCloud): Promise<(string | null | undefined)[]> {
  const lines = await lakeLines(cloud);
  return lines
    .filter(({ row_json }) => row_json?.includes('"invoice_id":"77"') === true)
    .map(({ operation }) => operation)
    .sort();
}

describe('dms-task-repeats', () => {
  it('sends the changes since the last checkpoint again; the lake shows them once', async () => {
    const cloud = await feed({ 'dms-task-repeats': 1 });
    await execute(cloud, insert(77));
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    const [operations, rows] = [await operationsOf77(cloud), await invoice77(cloud)];
    await cloud.close();

    expect(operations).toEqual(['insert', 'insert']);
    expect(rows).toEqual([['50']]);
  });
});

describe('dms-task-resumed, dms-source-lost and dms-table-reloaded', () => {
  it('interrupt the task and load a table again; it goes on and loses nothing', async () => {
    const cloud = await feed({
      'dms-task-resumed': 1,
      'dms-source-lost': 1,
      'dms-table-reloaded': 2,
    });
    await execute(cloud, insert(77));
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    const rows = await invoice77(cloud);
    const { Status } = await taskOf(cloud);
    const loads = (await lakeLines(cloud)).filter(({ operation }) => operation === 'load');
    const troubles = cloud.troubles.map(({ message }) => message);
    await cloud.close();

    expect(rows).toEqual([['50']]);
    expect(Status).toBe('running');
    expect(loads).toHaveLength(30);
    expect(troubles).toEqual([
      expect.stringMatching(/^source connection lost \(.*\); trying again$/),
    ]);
  });
});

describe('dms-log-truncated', () => {
  it('fails the task, which names the range that is lost; a reload brings the rows', async () => {
    const cloud = await feed({ 'dms-log-truncated': 1 });
    await execute(cloud, insert(77));
    // The newest transaction stays in a log that is truncated.
    await execute(cloud, insert(78));
    await cloud.clock.advance(700_000);
    const failed = await taskOf(cloud);
    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn: cloud.feed.dms.taskArn,
      StartReplicationTaskType: 'reload-target',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    const [reloaded, rows] = [await taskOf(cloud), await invoice77(cloud)];
    const troubles = cloud.troubles.map(({ level, message }) => `${level}: ${message}`);
    await cloud.close();

    const lost =
      /Failed to access LSN ([0-9a-f]{20}): .*Changes behind \1 and before [0-9a-f]{20} are lost\. Load the tables again/;
    expect(failed).toMatchObject({ Status: 'failed' });
    expect(failed.LastFailureMessage).toMatch(lost);
    expect(troubles).toEqual([expect.stringMatching(lost)]);
    expect(reloaded.Status).toBe('running');
    expect(rows).toEqual([['50']]);
  });
});
