import { defineSettings } from '../../../settings/define-settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { feedInput, watchedInvoices } from '../../support/synthesized';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  startTask,
} from '../../support/whole-feed';

const KILOBYTES_MAX = 700;

const settings = defineSettings({
  environment: 'development',
  region: 'eu-west-1',
  feeds: {
    billing: feedInput({
      replication: { lobKilobytesMax: KILOBYTES_MAX },
      tables: [
        ...watchedInvoices(),
        {
          name: 'dbo.letters',
          key: ['code'],
          columns: { code: 'nvarchar(450)', body: 'nvarchar(max)', copy: 'nvarchar(max)' },
        },
      ],
    }),
  },
});
const stacks = synthesizedDefinition(settings);

const LETTERS = `
  CREATE TABLE dbo.letters (
    code nvarchar(450) NOT NULL PRIMARY KEY, body nvarchar(max) NULL, copy nvarchar(max) NULL);
  EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'letters', @role_name = NULL;`;

let cloud: InProcessCloud;

beforeEach(async () => {
  cloud = await inProcessCloud({ stacks });
  await applyScripts(cloud);
  await execute(cloud, LETTERS);
  await beginReading(cloud);
  await startTask(cloud);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
});

afterEach(() => cloud.close());

async function task() {
  const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});
  return (ReplicationTasks as { Status: string; LastFailureMessage?: string }[])[0]!;
}

/** As the lake has them. */
async function letters() {
  const lines = await lakeLines(cloud);
  return lines
    .filter(({ table_name }) => table_name === 'dbo.letters')
    .map(
      ({ operation, row_json }) =>
        `${operation} ${(JSON.parse(row_json!) as { code: string }).code}`,
    );
}

const text = (kilobytes: number) => `REPLICATE(CAST(N'x' AS nvarchar(max)), ${kilobytes * 1024})`;

describe('a row that DMS cannot carry', () => {
  it.each([
    {
      what: 'a text above the limit of the settings',
      values: `N'long', ${text(KILOBYTES_MAX + 1)}, NULL`,
      says: 'dbo.letters: body is longer than LobMaxSize (700 KB) in the row code=long.',
    },
    {
      what: 'a record above 1 MiB',
      values: `N'large', ${text(600)}, ${text(600)}`,
      says: 'bytes in the row code=large, and Kinesis takes 1048576: shorten it at the source',
    },
    {
      what: 'an empty text where the shard is chosen by it',
      values: `N'', N'a', N'b'`,
      says: 'dbo.letters: code, which chooses the shard, has 0 characters in the row code=, and Kinesis takes 1 to 256',
    },
    {
      what: 'a text of 257 characters where the shard is chosen by it',
      values: `REPLICATE(N'k', 257), N'a', N'b'`,
      says: 'dbo.letters: code, which chooses the shard, has 257 characters in the row code=kkk',
    },
  ])('stops the feed in front of it, named: $what', async ({ values, says }) => {
    await execute(cloud, "INSERT INTO dbo.letters VALUES (N'before', N'a', N'b')");
    await execute(cloud, `INSERT INTO dbo.letters VALUES (${values})`);
    await execute(cloud, "INSERT INTO dbo.letters VALUES (N'after', N'a', N'b')");
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    const { Status, LastFailureMessage } = await task();
    expect(Status).toBe('failed');
    expect(LastFailureMessage).toContain(says);
    expect(await letters()).toEqual(['insert before']);
  });

  it('is gone past by a reload, once it is shorter at the source', async () => {
    await execute(cloud, `INSERT INTO dbo.letters VALUES (N'large', ${text(600)}, ${text(600)})`);
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    await execute(cloud, "UPDATE dbo.letters SET copy = NULL WHERE code = N'large'");

    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn: cloud.feed.dms.taskArn,
      StartReplicationTaskType: 'reload-target',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    expect((await task()).Status).toBe('running');
    expect(await letters()).toEqual(['load large']);
  });
});
