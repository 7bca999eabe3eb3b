import { gzipSync } from 'node:zlib';
import { reconcileTable } from '../../../cli/reconcile/reconcile-table';
import { repairTable } from '../../../cli/reconcile/repair-feed';
import type { TableReconciliation } from '../../../cli/reconcile/table-reconciliation';
import { silentScreen } from '../../../cli/screen';
import type { RelationalTarget } from '../../../cli/target';
import { defineSettings } from '../../../settings/define-settings';
import { cliTarget, clockPace } from '../../support/cli-target';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { feedInput, watchedInvoices } from '../../support/synthesized';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  execute,
  query,
  startTask,
} from '../../support/whole-feed';

/** Names whose order no lake repeats, under a key of three columns. */
const METERS = `
  CREATE TABLE dbo.meters (
    street varchar(40) NOT NULL, meter uniqueidentifier NOT NULL, since date NOT NULL,
    reading decimal(38,10) NULL, note nvarchar(100) NULL,
    PRIMARY KEY (street, meter, since));
  CREATE TABLE dbo.notes (note nvarchar(100) NULL, amount int NULL);
  EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'meters', @role_name = NULL;
  EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'notes', @role_name = NULL;`;
const STREETS = ['Ähre 1', 'ahre 2', "O'Hara-Weg", 'co-op', 'coop', 'Zoo  ', 'z😀'];
const UUIDS = ['6F9619FF-8B86-D011-B42D-00C04FC964FF', '00000000-0000-0000-0000-000000000001'];

let cloud: InProcessCloud;
let target: RelationalTarget;

beforeAll(async () => {
  const settings = defineSettings({
    environment: 'development',
    region: 'eu-west-1',
    feeds: {
      billing: {
        ...feedInput(),
        tables: [
          ...watchedInvoices(),
          {
            name: 'dbo.meters',
            key: ['street', 'meter', 'since'],
            columns: {
              street: 'varchar(40)',
              meter: 'uniqueidentifier',
              since: 'date',
              reading: 'decimal(38,10)',
              note: 'nvarchar(100)',
            },
          },
          {
            name: 'dbo.notes',
            key: [],
            columns: { note: 'nvarchar(100)', amount: 'int' },
          },
        ],
      },
    },
  });
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  target = cliTarget(cloud);
  await applyScripts(cloud);
  await execute(cloud, METERS);
  for (const street of STREETS) {
    for (const meter of UUIDS) await execute(cloud, insertMeter(street, meter));
  }
  await execute(cloud, "INSERT INTO dbo.notes VALUES (N'twice', 1), (N'twice', 1), (NULL, 2)");
  await beginReading(cloud);
  await startTask(cloud);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
});

afterAll(() => cloud.close());

function insertMeter(street: string, meter: string, note = 'as read'): string {
  return `INSERT INTO dbo.meters VALUES (N'${street.replaceAll("'", "''")}', '${meter}', '2022-04-15', 12345678901234567890.0123456789, N'${note}')`;
}

async function reconciled(name: string, waitSeconds = 0): Promise<TableReconciliation> {
  const pace = clockPace(cloud.clock);
  const wait = { table: table(name), waitSeconds, pace, rowsPerPage: 4 };
  return (await reconcileTable(target, silentScreen, wait)).result;
}

function table(name: string) {
  return target.feed.tables.find((one) => one.name === name)!;
}

/** A row in the lake that no change of the table made, behind all that arrived before. */
async function plant(line: Record<string, string | null>): Promise<void> {
  const at = new Date(cloud.clock.now()).toISOString();
  const [[last] = []] = await query(
    cloud,
    `SELECT max(sequence_number) FROM ${cloud.feed.lake.table}`,
  );
  const row = {
    before_json: null,
    commit_time: at,
    transaction_id: '1',
    shard_id: 'shardId-000000000000',
    sequence_number: String(BigInt(last!) + 1n).padStart(64, '0'),
    arrival_time: at,
    ...line,
  };
  await cloud.call('s3', 'PutObject', {
    Bucket: cloud.feed.lake.bucket,
    Key: `${cloud.feed.lake.prefix}day=${at.slice(0, 10)}/hour=${at.slice(11, 13)}/planted-${JSON.stringify(line).length}.gz`,
    Body: gzipSync(`${JSON.stringify(row)}\n`),
  });
}

const LOW_POSITION = `lsn/${'1'.padStart(20, '0')}/${'0'.repeat(20)}/${'1'.padStart(20, '0')}`;

function meterLine(operation: string, row: Record<string, string | null>) {
  const { street, meter, since } = row;
  return {
    table_name: 'dbo.meters',
    operation,
    key_json: JSON.stringify({ street, meter, since }),
    row_json: JSON.stringify(row),
    position: LOW_POSITION,
  };
}

const METER = {
  street: 'Zoo  ',
  meter: UUIDS[0]!,
  since: '2022-04-15',
  reading: '12345678901234567890.0123456789',
  note: 'as read',
};

function keyText(street: string, meter = UUIDS[0]!): string {
  return `street=${street} meter=${meter} since=2022-04-15`;
}

async function repaired(name: string): Promise<TableReconciliation> {
  const pace = clockPace(cloud.clock);
  const wait = { table: table(name), waitSeconds: 150, pace, rowsPerPage: 4 };
  return repairTable(target, silentScreen, wait);
}

describe('reconciling a table whose key is text, a uuid and a date', () => {
  it('is exact, read in pages of four rows in the order of the source', async () => {
    expect(await reconciled('meters')).toMatchObject({
      sourceRows: 14,
      lakeRows: 14,
      exact: true,
      rangesDiffering: 0,
    });
  });

  it('names what is missing, differs or was never there, and repairs it', async () => {
    await plant(meterLine('delete', { ...METER, street: 'coop' }));
    await plant(meterLine('update', { ...METER, reading: '12345678901234567890.0123456788' }));
    await plant(meterLine('insert', { ...METER, street: 'Nowhere 1' }));

    const found = await reconciled('meters');
    const after = await repaired('meters');

    expect(found).toMatchObject({
      exact: false,
      missing: [keyText('coop')],
      differing: [{ key: keyText('Zoo  '), columns: ['reading'] }],
      surplus: [keyText('Nowhere 1')],
    });
    expect(after).toMatchObject({ exact: true, sourceRows: 14, lakeRows: 14, surplus: [] });
  });

  it('takes a change on its way for no difference', async () => {
    await execute(cloud, insertMeter('New Street', UUIDS[0]!));

    const atOnce = await reconciled('meters');
    const later = await reconciled('meters', 150);

    expect(atOnce).toMatchObject({ exact: false, missing: [keyText('New Street')] });
    expect(later).toMatchObject({ exact: true });
    expect(later).not.toHaveProperty('changing');
  });

  it('lets a change after a repair stand above it', async () => {
    await plant(meterLine('delete', { ...METER, street: 'co-op' }));
    await repaired('meters');
    await execute(cloud, "UPDATE dbo.meters SET note = N'later' WHERE street = 'co-op'");

    expect(await reconciled('meters', 150)).toMatchObject({ exact: true });
  });

  it('takes rows out of the lake that were deleted while the task stood and was then loaded anew', async () => {
    const ReplicationTaskArn = cloud.feed.dms.taskArn;
    await cloud.call('dms', 'StopReplicationTask', { ReplicationTaskArn });
    await execute(cloud, "DELETE FROM dbo.meters WHERE street = 'New Street'");
    await cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn,
      StartReplicationTaskType: 'reload-target',
    });
    await cloud.clock.advance(DELIVERY_MILLISECONDS);

    const found = await reconciled('meters');

    expect(found).toMatchObject({ exact: false, surplus: [keyText('New Street')] });
    expect(await repaired('meters')).toMatchObject({ exact: true, lakeRows: 14 });
  });
});

describe('reconciling a table without a key', () => {
  const note = (operation: string, text: string | null, amount: string) => ({
    table_name: 'dbo.notes',
    operation,
    key_json: null,
    row_json: JSON.stringify({ note: text, amount }),
    position: LOW_POSITION.replace(/.$/, amount),
  });

  it('counts rows, and says that a reload makes the count inexact', async () => {
    expect(await reconciled('notes')).toMatchObject({
      exact: true,
      sourceRows: 3,
      lakeRows: 3,
      inexact: expect.stringContaining('loaded again since') as string,
    });
  });

  it('names a doubled and a missing row by what they hold', async () => {
    await plant(note('insert', 'twice', '1'));
    await plant(note('delete', null, '2'));

    expect(await reconciled('notes', 150)).toMatchObject({
      exact: false,
      doubled: ['note=twice amount=1 (2 in the source, 3 in the lake)'],
      missing: ['note=NULL amount=2 (1 in the source, 0 in the lake)'],
    });
  });

  it('is not repaired row by row', async () => {
    await expect(repaired('notes')).rejects.toThrow('dbo.notes has no key');
  });
});

describe('repairing an invoice', () => {
  it('pages nobody', async () => {
    await plant({
      table_name: 'dbo.invoices',
      operation: 'delete',
      key_json: '{"invoice_id":"3"}',
      row_json: '{"invoice_id":"3"}',
      position: LOW_POSITION,
    });

    const found = await reconciled('invoices');
    const after = await repaired('invoices');

    expect(found.missing).toEqual(['invoice_id=3']);
    expect(after.exact).toBe(true);
    expect(await alertsByInvoice(cloud)).toEqual([]);
  });
});
