import { settings } from '../../../settings';
import type { SourceWatchState } from '../../../wire/source-watch';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  query,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);
const WATCH_MILLISECONDS = 300_000;
const SCAN_MILLISECONDS = 6000;

let cloud: InProcessCloud;

beforeAll(async () => {
  cloud = await inProcessCloud({ stacks });
  await loadFeed(cloud);
});

afterAll(() => cloud.close());

const row = (id: number) => `(${String(id)}, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')`;

async function look(): Promise<SourceWatchState> {
  const { Payload, FunctionError } = await cloud.call('lambda', 'Invoke', {
    FunctionName: cloud.feed.sourceWatch.function,
    Payload: Buffer.from('{}'),
  });
  const text = Buffer.from(Payload as Uint8Array).toString();
  if (FunctionError !== undefined) throw new Error(text);
  return JSON.parse(text) as SourceWatchState;
}

async function task(): Promise<{ Status: string }> {
  const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});
  return (ReplicationTasks as { Status: string }[])[0]!;
}

async function ask(action: string, more: object = {}): Promise<void> {
  const ReplicationTaskArn = cloud.feed.dms.taskArn;
  await cloud.call('dms', action, { ReplicationTaskArn, ...more });
}

const resume = () => ask('StartReplicationTask', { StartReplicationTaskType: 'resume-processing' });

describe('the watch of the source', () => {
  it('is called by its schedule, and finds nothing wrong with a feed as it was set up', async () => {
    await cloud.clock.advance(WATCH_MILLISECONDS);

    const looks = cloud.invocations.filter(({ functionName }) =>
      functionName.endsWith('source-watch'),
    );
    expect(looks.length).toBeGreaterThanOrEqual(1);
    expect(await look()).toMatchObject({ findings: [], gaps: [], stoppedBecause: null });
  });

  it('names a gap where changes were cleaned away before they were read, until a reload heals it', async () => {
    await execute(cloud, `INSERT INTO dbo.invoices VALUES ${row(90)}`);
    await cloud.clock.advance(SCAN_MILLISECONDS);
    const before = await look();
    await ask('StopReplicationTask');
    await execute(cloud, `INSERT INTO dbo.invoices VALUES ${row(91)}`);
    await cloud.clock.advance(SCAN_MILLISECONDS);
    await execute(
      cloud,
      `DECLARE @newest BINARY(10) = sys.fn_cdc_get_max_lsn();
EXEC sys.sp_cdc_cleanup_change_table @capture_instance = N'dbo_invoices', @low_water_mark = @newest`,
    );
    await resume();
    await execute(cloud, `INSERT INTO dbo.invoices VALUES ${row(92)}`);
    await cloud.clock.advance(SCAN_MILLISECONDS);

    const found = await look();
    expect(before.gaps).toEqual([]);
    expect(found.gaps).toMatchObject([
      { table: 'dbo.invoices', from: before.tables['dbo.invoices']!.readUpTo },
    ]);
    expect(await look()).toMatchObject({ gaps: found.gaps });

    await ask('ReloadTables', {
      TablesToReload: [{ SchemaName: 'dbo', TableName: 'invoices' }],
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    expect((await look()).gaps).toEqual([]);
    const { current } = cloud.feed.lake.views['dbo.invoices']!;
    const rows = await query(
      cloud,
      `SELECT invoice_id FROM "${current}" WHERE invoice_id >= 90 ORDER BY 1`,
    );
    expect(rows.flat()).toEqual(['90', '91', '92']);
  });

  it('stops the task in front of a column that the feed does not know', async () => {
    await execute(cloud, 'ALTER TABLE dbo.payments ADD note VARCHAR(20) NULL');

    const found = await look();

    expect(found.stoppedBecause).toBe('columns new to the feed in dbo.payments: note varchar(20)');
    expect((await task()).Status).toBe('stopped');
    await resume();
    expect((await look()).stoppedBecause).not.toBeNull();
  });

  it('puts aside a record with such a column rather than dropping its value', async () => {
    await cloud.runner({ action: 'recapture', table: 'dbo.payments' });
    await resume();
    await execute(
      cloud,
      "INSERT INTO dbo.payments VALUES (9, 2, 1365142, '2022-04-20T10:00:00.123', 20.50, 'kept')",
    );
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    const lines = await lakeLines(cloud);
    expect(lines.filter(({ key_json }) => key_json === '{"payment_id":"9"}')).toEqual([]);
    const { bucket, errorPrefix } = cloud.feed.lake;
    const { Contents } = await cloud.call('s3', 'ListObjectsV2', {
      Bucket: bucket,
      Prefix: errorPrefix,
    });
    expect(Contents).toHaveLength(1);
  });

  it.each([
    [
      'a polling interval that a failover reset',
      "EXEC sys.sp_cdc_change_job @job_type = N'capture', @pollinginterval = 60",
      { kind: 'polling-interval', found: '60 s, 5 s wanted' },
    ],
    [
      'a column that is gone',
      'ALTER TABLE dbo.invoices DROP COLUMN balance',
      { kind: 'schema-changed', found: 'balance is gone' },
    ],
    [
      'change data capture that a restore dropped',
      "EXEC msdb.dbo.rds_cdc_disable_db N'democustomer'",
      { kind: 'capture-off', subject: 'change data capture of the database', found: 'off' },
    ],
  ])('finds %s', async (_, statement, expected) => {
    await execute(cloud, statement);

    const { findings } = await look();

    expect(findings).toContainEqual(expect.objectContaining(expected));
    expect(findings.every(({ mend }) => mend !== '')).toBe(true);
  });
});
