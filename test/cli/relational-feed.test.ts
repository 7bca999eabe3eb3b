import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { createAlertCounter } from '../../cli/demo/sent-alerts';
import { closeTarget, type RelationalTarget } from '../../cli/target';
import { laptopProcess, type LaptopProcess } from '../support/laptop-process';
import { patientSql, type PatientSql } from '../support/patient-sql';

const SEEDED = 40;
/** The rows that are in the table from the start, which came by the load. */
const LOADED = 10;
const CUT = '{"data":{"invoice_id":9';

let laptop: LaptopProcess;
let target: RelationalTarget;
let database: PatientSql;

/** A feed in a process of its own, worked on by the commands that an operator has. */
beforeAll(async () => {
  laptop = await laptopProcess({ fast: 100 });
  laptop.start();
  await laptop.up();
  target = laptop.billing();
  database = await patientSql(laptop);
  await tributary('seed', '--rows', String(SEEDED), '--target', 'laptop');
  await tributary('reconcile', '--feed', 'billing');
});

afterAll(async () => {
  await database.close();
  closeTarget(target);
  await laptop.end();
});

/** What a command printed that ended well. */
async function tributary(...args: string[]): Promise<string> {
  const ran = await laptop.run(args);
  if (ran.code !== 0) throw new Error(`${args.join(' ')}: ${ran.out}${ran.err}`);
  return ran.out;
}

interface Entry {
  id: string;
  source: string;
  payloadBase64: string;
}

async function quarantine(): Promise<Entry[]> {
  const out = await tributary('quarantine', 'list', '--feed', 'billing', '--json');
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}

/** Both readers of the stream have put the record aside. */
async function putAside(count: number): Promise<Entry[]> {
  for (;;) {
    const entries = await quarantine();
    if (entries.length === count) return entries;
    await sleep(200);
  }
}

describe('a record that nobody can read', () => {
  it('is listed, shown, sent again, and dropped', async () => {
    await target.clients.kinesis.send(
      new PutRecordsCommand({
        StreamARN: target.feed.stream.arn,
        Records: [{ Data: Buffer.from(CUT), PartitionKey: 'cut' }],
      }),
    );

    const [first, second] = await putAside(2);
    const shown = await tributary('quarantine', 'show', first!.id);
    const sent = await tributary('quarantine', 'redrive', first!.id, '--target', 'laptop');
    const again = await putAside(3);
    const dropped = await tributary(
      ...['quarantine', 'discard', '--all', '--yes', '--because', 'a test'],
      ...['--target', 'laptop', '--feed', 'billing'],
    );

    expect([first, second].map((entry) => entry!.payloadBase64)).toEqual(
      Array(2).fill(Buffer.from(CUT).toString('base64')),
    );
    expect(shown).toContain(CUT);
    expect(sent).toContain('billing: 1 sent again, 0 could not be, 1 wait');
    expect(again.map(({ id }) => id)).not.toContain(first!.id);
    expect(dropped).toContain('3 dropped');
    expect(await tributary('quarantine', 'list')).toBe('The quarantine is empty.\n');
  });
});

describe('a replay of a table', () => {
  const alerts = () =>
    createAlertCounter(join(laptop.folder, 'state/outbox'), target.feed.alerts.topicArn)();

  it.each(['stream', 'consumer'])(
    'into the %s changes no row of the lake and pages nobody',
    async (into) => {
      const before = alerts();

      const out = await tributary(
        ...['replay', '--feed', 'billing', '--table', 'dbo.invoices', '--into', into, '--yes'],
        ...['--target', 'laptop'],
      );
      await tributary('reconcile', '--feed', 'billing');

      expect(out).toContain(`sent again: ${SEEDED + LOADED}, left out: 0`);
      expect([...before.times.values()]).toContain(1);
      expect(alerts().times).toEqual(before.times);
    },
  );

  it('shows what it would send, and sends nothing unless it is told to', async () => {
    const { code, out } = await laptop.run([
      ...['replay', '--feed', 'billing', '--table', 'dbo.invoices', '--into', 'stream'],
      ...['--target', 'laptop'],
    ]);

    expect(out).toMatch(/dbo\.invoices +insert +40 /);
    expect(out).not.toContain('sent again');
    expect(code).toBe(2);
  });
});

describe('changes that were cleaned away before they were read', () => {
  it('are healed with the rows that were deleted among them', async () => {
    const ids = await database.once('SELECT TOP 2 invoice_id FROM dbo.invoices');
    const [gone, changed] = ids.recordset.map((row) => Number(row['invoice_id']));
    await tributary('dms', 'stop', '--target', 'laptop');
    await database.once(`DELETE FROM dbo.invoices WHERE invoice_id = ${String(gone)}`);
    await database.once(
      `UPDATE dbo.invoices SET balance = -7 WHERE invoice_id = ${String(changed)}`,
    );
    await cleanChangeTable();
    await tributary('dms', 'resume', '--target', 'laptop');

    const healed = await tributary('heal', '--target', 'laptop', '--wait', '5');

    expect(healed).toContain('loaded again, 49 rows');
    expect(healed).toMatch(/dbo\.invoices +49 +49 +0 +0 +0 +exact/);
  });
});

/** Once the capture job has read the log, its change table ends where it stands. */
async function cleanChangeTable(): Promise<void> {
  const unread = async () => {
    const { recordset } = await database.once(
      'SELECT count(*) AS n FROM cdc.dbo_invoices_CT WHERE balance = -7',
    );
    return recordset[0]!['n'] === 0;
  };
  while (await unread()) await sleep(100);
  await database.once(
    `DECLARE @newest BINARY(10) = sys.fn_cdc_get_max_lsn();
EXEC sys.sp_cdc_cleanup_change_table @capture_instance = N'dbo_invoices', @low_water_mark = @newest`,
  );
}
