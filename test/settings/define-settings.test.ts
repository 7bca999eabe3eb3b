import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { SettingsError } from '../../settings/settings-error';
import { feedInput, settingsInput } from '../support/synthesized';

function lines(input: unknown): string[] {
  try {
    defineSettings(input as SettingsInput);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message.split('\n');
  }
}

const withFeed = (feed: object) =>
  settingsInput({ feeds: { billing: { ...feedInput(), ...feed } } });
const table = { name: 'dbo.invoices', key: ['id'], columns: { id: 'int' } };
const withTable = (changes: object) => withFeed({ tables: [{ ...table, ...changes }] });

describe('defineSettings', () => {
  it('takes the least that a feed needs', () => {
    expect(lines(settingsInput())).toEqual([]);
  });

  it('carries the table of all types where a feed verifies its forms', () => {
    const { feeds } = defineSettings(settingsInput({}, { verifyForms: true }));

    expect(feeds['billing']).toMatchObject({
      tables: [{ name: 'invoices' }, { name: 'notes' }, { name: 'tributary_forms' }],
    });
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown environment',
      { ...settingsInput(), environment: 'test' },
      'settings: environment is "test": give one of development, staging, production',
    ],
    [
      'a setting that does not exist',
      { ...settingsInput(), regoin: 'x' },
      'settings: regoin is "x": there is no such setting; remove it',
    ],
    [
      'a wrong region',
      { ...settingsInput(), region: 'Ireland' },
      'settings: region is "Ireland": give a region such as eu-west-1',
    ],
    [
      'no feed',
      { ...settingsInput(), feeds: {} },
      'settings: feeds is {}: declare at least one feed',
    ],
    [
      'a feed id that no name can carry',
      { ...settingsInput(), feeds: { 'My-Feed': feedInput() } },
      'settings: feeds.My-Feed is "My-Feed": give 2 to 16 lower-case letters and digits, a letter first',
    ],
    [
      'a feed named like a stack that stands',
      { ...settingsInput(), feeds: { lake: feedInput() } },
      'settings: feeds.lake is "lake": choose another id: network and lake are stacks of their own',
    ],
    [
      'two feeds that create the roles of DMS',
      { ...settingsInput(), feeds: { one: feedInput(), two: feedInput() } },
      'settings: feeds.two.replication.accountRoles is nothing: give adopt: one creates the roles of DMS already',
    ],
    [
      'a feed without tables',
      withFeed({ tables: [] }),
      'settings: feeds.billing.tables is []: list at least one table: a feed without tables carries nothing',
    ],
    [
      'a table without its schema',
      withTable({ name: 'invoices' }),
      'settings: feeds.billing.tables[0].name is "invoices": give schema and table, such as dbo.invoices',
    ],
    [
      'a key column that the table lacks',
      withTable({ key: ['nope'] }),
      'settings: feeds.billing.tables[0].key[0] is "nope": name a column of dbo.invoices: id',
    ],
    [
      'a partition column that the table lacks',
      withTable({ partitionBy: 'nope' }),
      'settings: feeds.billing.tables[0].partitionBy is "nope": name a column of dbo.invoices: id',
    ],
    [
      'a column type that no feed carries',
      withTable({ columns: { id: 'geography' } }),
      'settings: feeds.billing.tables[0].columns.id is "geography": give a SQL Server type that a feed carries, such as int, decimal(38,10), nvarchar(max)',
    ],
    [
      'columns that differ in case alone',
      withTable({ columns: { id: 'int', ID: 'int' } }),
      'settings: feeds.billing.tables[0].columns.ID is "int": rename one column: two differ only in case, and the lake has lower case only',
    ],
    [
      'an invoice table that is not of the feed',
      withFeed({ alerts: { invoiceTable: 'dbo.bills' } }),
      'settings: feeds.billing.alerts.invoiceTable is "dbo.bills": name a table of the feed: dbo.invoices, dbo.notes',
    ],
    [
      'a table listed twice',
      withFeed({ tables: [table, table] }),
      'settings: feeds.billing.tables[1].name is "dbo.invoices": list each table once (names that differ only in case or dot count as one)',
    ],
    [
      'an edition without change data capture',
      withFeed({ database: { name: 'd', edition: 'sqlserver-ex' } }),
      'settings: feeds.billing.database.edition is "sqlserver-ex": give sqlserver-se or sqlserver-ee: the other editions have no change data capture',
    ],
    [
      'a class that RDS does not offer',
      withFeed({ database: { name: 'd', instanceClass: 'db.t3.micro' } }),
      'settings: feeds.billing.database.instanceClass is "db.t3.micro": give a class of RDS for SQL Server, such as db.t3.xlarge',
    ],
    [
      'a version that RDS does not offer',
      withFeed({ database: { name: 'd', engineVersion: '99.bogus' } }),
      'settings: feeds.billing.database.engineVersion is "99.bogus": give a version of SQL Server 2016 to 2022: 13.00, 14.00, 15.00, 16.00 or a full one',
    ],
    [
      'a version that DMS does not have',
      withFeed({ replication: { engineVersion: '9.9.9' } }),
      'settings: feeds.billing.replication.engineVersion is "9.9.9": give a version of DMS: 3.5.2, 3.5.3, 3.5.4, 3.6.0, 3.6.1',
    ],
    [
      'a class that DMS does not have',
      withFeed({ replication: { instanceClass: 'dms.nope' } }),
      'settings: feeds.billing.replication.instanceClass is "dms.nope": give a class of DMS, such as dms.t3.medium',
    ],
    [
      'text where a number belongs',
      withFeed({ delivery: { bufferSeconds: '60' } }),
      'settings: feeds.billing.delivery.bufferSeconds is "60": give a whole number of seconds from 0 to 900',
    ],
    [
      'a number out of range',
      withFeed({ stream: { retentionHours: 12 } }),
      'settings: feeds.billing.stream.retentionHours is 12: give a whole number of hours from 24 to 8760',
    ],
    [
      'a ledger that forgets before the stream does',
      withFeed({ alerts: { invoiceTable: 'dbo.invoices', ledgerRetentionDays: 7 } }),
      "settings: feeds.billing.alerts.ledgerRetentionDays is 7: give more than the stream's retention (168 hours), or a replay alerts twice",
    ],
    [
      'an existing VPC with one subnet',
      {
        ...settingsInput(),
        network: {
          kind: 'existing',
          vpcId: 'vpc-1',
          subnetIds: ['subnet-1'],
          routeTableIds: ['rtb-1'],
        },
      },
      'settings: network.subnetIds is ["subnet-1"]: give at least two private subnets in two zones: RDS and DMS want them',
    ],
  ])('tells of %s in one line', (_, input, line) => {
    expect(lines(input)).toEqual([line]);
  });

  it('tells all problems together', () => {
    const input = { ...withTable({ key: ['nope'] }), region: 'x', environment: 'y' };

    expect(lines(input)).toHaveLength(3);
  });

  it.each([
    ['development', true],
    ['staging', false],
    ['production', false],
  ] as const)('lets data be deleted in %s: %s', (environment, allowed) => {
    expect(defineSettings({ ...settingsInput(), environment }).allowDataDeletion).toBe(allowed);
  });
});
