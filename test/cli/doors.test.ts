import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { scratchProject, type Ran, type ScratchProject } from '../support/scratch-project';

/** Each starts a process; on a busy machine that takes its time. */

/** What a user sees of a mistake: exit code 2 and one line, without a stack. */
function mistake({ code, err }: Ran): string {
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^[^\n]+\n$/) as string });
  return err.trimEnd();
}

describe('a mistake in the command line', () => {
  let project: ScratchProject;

  beforeAll(() => {
    project = scratchProject();
  });
  afterAll(() => {
    project.remove();
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['sed'], "error: unknown command 'sed' (Did you mean seed?)"],
    [
      'an unknown option',
      ['tail', '--form', 'x'],
      "error: unknown option '--form' (Did you mean --from?)",
    ],
    [
      'a seed of -1 rows',
      ['seed', '--rows', '-1', '--target', 'laptop'],
      "error: option '--rows <n>' argument '-1' is invalid. Expected a whole number from 1 to 1000000.",
    ],
    [
      'a command that writes, without a target',
      ['seed', '--rows', '5'],
      "error: required option '--target <target>' not specified",
    ],
    [
      'a target that there is not',
      ['query', 'SELECT 1', '--target', 'gcp'],
      "error: option '--target <target>' argument 'gcp' is invalid. Allowed choices are laptop, aws.",
    ],
    [
      'a feed that there is not',
      ['reconcile', '--feed', 'water'],
      'There is no feed "water" in settings.ts; it has billing, people.',
    ],
    [
      'a laptop cloud that does not run',
      ['query', 'SELECT 1'],
      'The laptop cloud is not running. Start it with "npx tributary local".',
    ],
    [
      'a deployment that was never synthesized',
      ['query', 'SELECT 1', '--target', 'aws'],
      'There is no synthesized stack "billing". Run "npx cdktf synth" first.',
    ],
    [
      'a DynamoDB feed where a SQL Server feed is needed',
      ['seed', '--rows', '5', '--target', 'laptop', '--feed', 'people'],
      'Feed "people" is no SQL Server feed, which this command needs; settings.ts has billing.',
    ],
    [
      'a SQL Server feed where a DynamoDB feed is needed',
      ['load', '--target', 'laptop', '--feed', 'billing'],
      'Feed "billing" is no DynamoDB feed, which this command needs; settings.ts has people.',
    ],
    [
      'a repair without a target',
      ['reconcile', '--repair'],
      "error: required option '--target <target>' not specified",
    ],
    [
      'a redrive that names nothing',
      ['quarantine', 'redrive', '--target', 'laptop'],
      'Name records by id, choose them by a filter, or give --all.',
    ],
    [
      'a time that is none',
      ['quarantine', 'list', '--since', 'yesterday'],
      "error: option '--since <time>' argument 'yesterday' is invalid. Expected a time such as 2026-11-26T08:00:00Z, a day such as 2026-11-26, or how long ago: 30m, 2h, 7d.",
    ],
    [
      'a replay without a feed',
      ['replay', '--into', 'stream', '--target', 'laptop'],
      'Name the feed: --feed ID.',
    ],
    [
      'a demo of what there is not',
      ['demo', 'oracle'],
      'There is no feed or kind "oracle" in settings.ts; it has billing (sqlserver), people (dynamodb).',
    ],
    [
      'a subscription without an address',
      ['subscribe', '--customer', '1', '--target', 'laptop'],
      'Give either --email ADDRESS or --sms NUMBER.',
    ],
  ])('is told for %s', async (_, args, line) => {
    expect(mistake(await project.run(args))).toBe(line);
  });

  it('is told for flags that npm took for itself', async () => {
    const environment = { npm_lifecycle_event: 'demo', npm_config_rows: '5' };

    const ran = await project.run(['demo'], environment);

    expect(mistake(ran)).toBe(
      'npm took --rows for itself. Put "--" before the script\'s flags: npm run demo -- --rows …',
    );
  });

  it.each<[string, (port: number) => string[], string]>([
    ['endpoint', (port) => ['--port', String(port), '--sql-port', '0'], '--port'],
    ['SQL Server', (port) => ['--port', '0', '--sql-port', String(port)], '--sql-port'],
  ])('is told for a busy port of the %s', async (_, args, option) => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const ran = await project.run(['local', ...args(port)]);

    server.close();
    expect(ran.code).toBe(2);
    expect(ran.err.trimEnd().split('\n').at(-1)).toBe(
      `Port ${String(port)} is in use. Choose another with ${option}, or stop what listens there.`,
    );
  });
});

describe('a mistake in the settings', () => {
  let project: ScratchProject;

  beforeEach(() => {
    project = scratchProject();
  });
  afterEach(() => {
    project.remove();
  });

  it('is told for a value of the wrong type', async () => {
    project.edit('settings.ts', "region: 'eu-west-1'", 'region: 7 as never');

    expect(mistake(await project.run(['reconcile']))).toBe(
      'settings: region is 7: give a region such as eu-west-1',
    );
  });

  it('is told for a number out of its range', async () => {
    project.edit(
      'settings.ts',
      "database: { name: 'democustomer'",
      "database: { backupRetentionDays: 0, name: 'democustomer'",
    );

    expect(mistake(await project.run(['reconcile']))).toBe(
      'settings: feeds.billing.database.backupRetentionDays is 0: give a whole number of days (CDC needs backups) from 1 to 35',
    );
  });

  it('is told for a feed without tables', async () => {
    project.edit(
      'settings.ts',
      "alerts: { invoiceTable: 'dbo.invoices', deleteDataOnDestroy: true },",
      "alerts: { invoiceTable: 'dbo.invoices' }, ...{ tables: [] },",
    );

    expect(mistake(await project.run(['reconcile']))).toBe(
      'settings: feeds.billing.tables is []: list at least one table: a feed without tables carries nothing',
    );
  });

  it('leaves --help alone', async () => {
    project.edit('settings.ts', "region: 'eu-west-1'", 'region: 7 as never');

    expect((await project.run(['--help'])).code).toBe(0);
  });
});
