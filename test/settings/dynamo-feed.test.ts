import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { SettingsError } from '../../settings/settings-error';
import { itemFeedInput, settingsInput } from '../support/synthesized';

function lines(input: unknown): string[] {
  try {
    defineSettings(input as SettingsInput);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message.split('\n');
  }
}

const withFeed = (feed: object, changes: object = {}) => ({
  ...settingsInput({ feeds: { people: { ...itemFeedInput(), ...feed } } }),
  ...changes,
});
const withColumns = (...attributes: unknown[]) =>
  withFeed({ columns: attributes.map((attribute) => ({ attribute, type: 'string' })) });
const withKey = (key: object) => withFeed({ table: { kind: 'create', key } });
const SOURCE = { account: '111111111111' };
const LAKE = { account: '222222222222' };
const KEY_ARN = 'arn:aws:kms:eu-west-1:222222222222:key/0abc';

describe('the settings of a DynamoDB feed', () => {
  it('take the least that it needs, and complete it', () => {
    const { feeds } = defineSettings(withFeed({ columns: undefined }));

    expect(feeds['people']).toMatchObject({
      kind: 'dynamodb',
      table: { deleteDataOnDestroy: false },
      columns: [],
      rows: { lists: 'json', oldImage: false },
      stream: { capacity: { mode: 'provisioned', shards: 10 }, retentionHours: 168 },
      delivery: { form: 'rows', bufferMegabytes: 1, bufferSeconds: 120, compression: 'GZIP' },
      exports: { keepDays: 7 },
      crawler: false,
      registerWithLakeFormation: false,
      logRetentionDays: 30,
    });
  });

  it('give a column its path, whether it was a name or one', () => {
    const { feeds } = defineSettings(withColumns('jobTitle', ['address', 'city']));

    expect(feeds['people']).toMatchObject({
      columns: [{ attribute: ['jobTitle'] }, { attribute: ['address', 'city'] }],
    });
  });

  it('take lists by element where rows have them so', () => {
    const input = {
      ...withColumns(['tags', 0]),
      feeds: {
        people: {
          ...itemFeedInput({ columns: [{ attribute: ['tags', 0], type: 'string' }] }),
          rows: { lists: 'indexed' },
        },
      },
    };

    expect(lines(input)).toEqual([]);
  });

  it('take names that differ in case alone, as their columns differ', () => {
    expect(lines(withColumns('Name', 'name'))).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'a feed of no kind',
      { ...settingsInput(), feeds: { people: { kind: 'mongodb' } } },
      'settings: feeds.people.kind is "mongodb": make the feed with sqlServerFeed({ … }) or dynamoFeed({ … })',
    ],
    [
      'an id that the stack of another feed could have',
      { ...settingsInput(), feeds: { 'people-lake': itemFeedInput() } },
      'settings: feeds.people-lake is "people-lake": give 2 to 16 lower-case letters and digits, a letter first',
    ],
    [
      'a table of no kind',
      withFeed({ table: { name: 'Orders' } }),
      "settings: feeds.people.table.kind is nothing: give { kind: 'create', key } or { kind: 'existing', name, key }",
    ],
    [
      'a table name that AWS refuses',
      withFeed({
        table: { kind: 'existing', name: 'no spaces', key: itemFeedInput().table.key },
      }),
      'settings: feeds.people.table.name is "no spaces": give the name of a table: 3 to 255 letters, digits, underscores, dots and hyphens',
    ],
    [
      'a key of another type than a string, a number or binary',
      withKey({ partition: { name: 'id', type: 'BOOL' } }),
      'settings: feeds.people.table.key.partition.type is "BOOL": give S, N or B: a key is a string, a number or binary',
    ],
    [
      'a key attribute without a name',
      withKey({ partition: { name: '', type: 'S' } }),
      'settings: feeds.people.table.key.partition.name is "": give the name of a key attribute, 1 to 255 bytes',
    ],
    [
      'a key attribute whose name is too long',
      withKey({ partition: { name: 'ß'.repeat(128), type: 'S' } }),
      `settings: feeds.people.table.key.partition.name is "${'ß'.repeat(79)}…: give the name of a key attribute, 1 to 255 bytes`,
    ],
    [
      'a sort key that is the partition key',
      withKey({ partition: { name: 'id', type: 'S' }, sort: { name: 'id', type: 'N' } }),
      'settings: feeds.people.table.key.sort.name is "id": name another attribute: the partition key has this name',
    ],
    [
      'a column listed twice',
      withColumns('jobTitle', ['jobTitle']),
      'settings: feeds.people.columns[1].attribute is ["jobTitle"]: list it once: its column job_title is listed already',
    ],
    [
      "a column whose name is longer than the catalogue's",
      withColumns('ß'.repeat(52)),
      `settings: feeds.people.columns[0].attribute is "${'ß'.repeat(52)}": leave it out: its column's name has 260 bytes, the catalogue takes 255; row_json has its value`,
    ],
    [
      'a column that the view has already',
      withColumns('changeTied'),
      'settings: feeds.people.columns[0].attribute is "changeTied": leave it out: the view of current items has a column change_tied; row_json has its value',
    ],
    [
      'an element of a list where a list is one column',
      withColumns(['tags', 0]),
      'settings: feeds.people.columns[0].attribute is ["tags",0]: leave it out, or set rows.lists to \'indexed\': a list is one column of JSON',
    ],
    [
      'a path that does not begin with a name',
      withColumns([0]),
      "settings: feeds.people.columns[0].attribute is [0]: give an attribute's name, or its path from the item down, such as ['address', 'city']",
    ],
    [
      'a column type that the catalogue lacks',
      withFeed({ columns: [{ attribute: 'at', type: 'datetime' }] }),
      'settings: feeds.people.columns[0].type is "datetime": give one of string, boolean, int, bigint, double or decimal(38,10)',
    ],
    [
      'a decimal of more digits than there are',
      withFeed({ columns: [{ attribute: 'at', type: 'decimal(39,2)' }] }),
      'settings: feeds.people.columns[0].type is "decimal(39,2)": give one of string, boolean, int, bigint, double or decimal(38,10)',
    ],
    [
      'columns of raw records',
      withFeed({
        delivery: { form: 'raw' },
        columns: [{ attribute: 'jobTitle', type: 'string' }],
      }),
      'settings: feeds.people.columns is [{"attribute":"jobTitle","type":"string"}]: leave it out: raw records have no columns',
    ],
    [
      'a crawler over raw records',
      withFeed({ delivery: { form: 'raw' }, columns: [], crawler: true }),
      'settings: feeds.people.crawler is true: give false: raw records are no lines that a crawler reads',
    ],
    [
      'a setting that does not exist',
      withFeed({ tables: [] }),
      'settings: feeds.people.tables is []: there is no such setting; remove it',
    ],
    [
      'a lake in the account of the table',
      withFeed({ accounts: { source: SOURCE, lake: SOURCE } }),
      'settings: feeds.people.accounts.lake.account is "111111111111": give another account than the source\'s, or leave out accounts: in one account the feed uses the shared lake',
    ],
    [
      'an account that is none',
      withFeed({ accounts: { source: { account: '1' }, lake: LAKE } }),
      'settings: feeds.people.accounts.source.account is "1": give the twelve digits of the account',
    ],
    [
      'a role of another account',
      withFeed({
        accounts: {
          source: { ...SOURCE, roleArn: 'arn:aws:iam::222222222222:role/deployer' },
          lake: LAKE,
        },
      }),
      'settings: feeds.people.accounts.source.roleArn is "arn:aws:iam::222222222222:role/deployer": give an ARN of the account 111111111111, the source\'s',
    ],
    [
      "a key of another account than the lake's",
      withFeed({
        accounts: {
          source: SOURCE,
          lake: { ...LAKE, keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/0abc' },
        },
      }),
      'settings: feeds.people.accounts.lake.keyArn is "arn:aws:kms:eu-west-1:111111111111:key/0abc": give an ARN of the account 222222222222, the lake\'s',
    ],
    [
      'a key of another region',
      withFeed({
        accounts: {
          source: SOURCE,
          lake: { ...LAKE, bucket: 'lake', keyArn: KEY_ARN.replace('eu-west-1', 'us-east-1') },
        },
      }),
      'settings: feeds.people.accounts.lake.keyArn is "arn:aws:kms:us-east-1:222222222222:key/0abc": give a key of the feed\'s region, eu-west-1: the lake\'s bucket stands there too',
    ],
    [
      'a source alone that was not told of the lake',
      withFeed({
        accounts: { source: SOURCE, lake: { ...LAKE, keyArn: KEY_ARN }, deploy: 'source' },
      }),
      "settings: feeds.people.accounts.lake.bucket is nothing: give the bucket of the output exchange of the lake's stack: deploy is source",
    ],
    [
      'a side that there is not',
      withFeed({ accounts: { source: SOURCE, lake: LAKE, deploy: 'all' } }),
      'settings: feeds.people.accounts.deploy is "all": give both, source or lake',
    ],
    [
      "a replica in the lake's own region",
      withFeed({}, { lake: { replica: { region: 'eu-west-1' } } }),
      'settings: lake.replica.region is "eu-west-1": give another region than the lake\'s, eu-west-1',
    ],
    [
      'a replica nowhere',
      withFeed({}, { lake: { replica: {} } }),
      'settings: lake.replica.region is nothing: give a region such as eu-west-1',
    ],
  ])('tell of %s in one line', (_, input, line) => {
    expect(lines(input)).toEqual([line]);
  });

  it('tell all problems together', () => {
    const input = withFeed({
      table: { kind: 'create', key: { partition: { name: 'id', type: 'X' } } },
      columns: [
        { attribute: 'a', type: 'string' },
        { attribute: 'a', type: 'string' },
      ],
      accounts: { source: SOURCE, lake: SOURCE, deploy: 'source' },
    });

    expect(lines(input)).toEqual([
      expect.stringContaining('feeds.people.table.key.partition.type'),
      expect.stringContaining('feeds.people.columns[1].attribute'),
      expect.stringContaining('feeds.people.accounts.lake.account'),
      expect.stringContaining('feeds.people.accounts.lake.bucket'),
      expect.stringContaining('feeds.people.accounts.lake.keyArn'),
    ]);
  });
});
