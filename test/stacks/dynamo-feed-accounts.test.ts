import type { SettingsInput } from '../../settings/define-settings';
import type { DynamoFeedInput } from '../../settings/dynamo-feed';
import { dynamoFeedOutputs, itemLakeOutputs } from '../../wire/feed-outputs';
import {
  itemSettingsInput,
  LAKE_ACCOUNT,
  resources,
  SOURCE_ACCOUNT,
  synthesizedStacks,
  TWO_ACCOUNTS,
  type Block,
  type SynthesizedStack,
} from '../support/synthesized';

interface PolicyStatement {
  Sid: string;
  Action: string[];
  Resource: string[];
  Principal?: Record<string, string[]>;
  Condition?: Record<string, Record<string, unknown>>;
}

type Accounts = NonNullable<DynamoFeedInput['accounts']>;

const across = (accounts: Accounts, changes: Partial<SettingsInput> = {}) =>
  synthesizedStacks(itemSettingsInput(changes, { accounts }));

const DELIVERY_ROLE = `arn:aws:iam::${SOURCE_ACCOUNT}:role/tributary-dev-people-lake-delivery`;
const BUCKET = `tributary-dev-people-lake-${LAKE_ACCOUNT}-eu-west-1`;
const KEY_ARN = `arn:aws:kms:eu-west-1:${LAKE_ACCOUNT}:key/0abc`;

const both = across(TWO_ACCOUNTS);
const sourceAlone = across({
  source: TWO_ACCOUNTS.source,
  lake: { account: LAKE_ACCOUNT, bucket: BUCKET, keyArn: KEY_ARN },
  deploy: 'source',
});
const lakeAlone = across({
  source: { account: SOURCE_ACCOUNT },
  lake: TWO_ACCOUNTS.lake,
  deploy: 'lake',
});

function only(stack: SynthesizedStack | undefined, type: string, part = ''): Block {
  const found = resources(stack!, type).filter(([name]) => name.includes(part));
  expect(found).toHaveLength(1);
  return found[0]![1];
}

function statements(block: Block): PolicyStatement[] {
  return (JSON.parse(block['policy'] as string) as { Statement: PolicyStatement[] }).Statement;
}

const byRole = (role: string) => ({
  Principal: { AWS: [`arn:aws:iam::${SOURCE_ACCOUNT}:root`] },
  Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
});

describe('a feed across two accounts', () => {
  it('has a stack on each side, and the network of its functions on the source side', () => {
    expect(Object.keys(both).sort()).toEqual(['people', 'people-lake', 'people-network']);
  });

  it('uses the shared network where the source needs no role', () => {
    const stacks = across({ source: { account: SOURCE_ACCOUNT }, lake: TWO_ACCOUNTS.lake });

    expect(Object.keys(stacks).sort()).toEqual(['network', 'people', 'people-lake']);
  });

  it.each([
    ['people', TWO_ACCOUNTS.source],
    ['people-network', TWO_ACCOUNTS.source],
    ['people-lake', TWO_ACCOUNTS.lake],
  ] as const)("has %s deployed in its side's account alone, by its role", (id, side) => {
    expect(both[id]!.provider['aws']).toEqual([
      expect.objectContaining({
        region: 'eu-west-1',
        allowed_account_ids: [side.account],
        assume_role: [{ role_arn: side.roleArn }],
      }),
    ]);
  });

  it('has the table, the stream and the delivery in one, bucket and catalogue in the other', () => {
    const types = (id: string) => Object.keys(both[id]!.resource);

    expect(types('people')).toEqual(
      expect.arrayContaining([
        'aws_dynamodb_table',
        'aws_kinesis_stream',
        'aws_kinesis_firehose_delivery_stream',
      ]),
    );
    expect(types('people')).not.toContain('aws_glue_catalog_table');
    expect(types('people-lake')).toEqual(
      expect.arrayContaining(['aws_s3_bucket', 'aws_glue_catalog_table', 'aws_athena_workgroup']),
    );
  });

  it('makes the lake after no other stack, and the source after the lake', () => {
    const reads = (id: string) => Object.keys(both[id]!.data['terraform_remote_state'] ?? {});

    expect(reads('people-lake')).toEqual([]);
    expect(reads('people')).toEqual([
      'cross-stack-reference-input-people-lake',
      'cross-stack-reference-input-people-network',
    ]);
  });

  it('has the views name the database and the table of the other side by text', () => {
    const text = String(
      only(both['people-lake'], 'aws_glue_catalog_table', 'ties')['view_original_text'],
    );
    const sql = Buffer.from(/View: (\S+)/.exec(text)![1]!, 'base64').toString();

    expect(sql).toContain('\\"tributary_dev_people_lake\\".\\"people_changes\\"');
    expect(sql).toContain("'tributary-dev-people-items'");
  });
});

describe("the lake's side", () => {
  it('lets the delivery role put objects, named by account and condition, as it need not exist', () => {
    const { resource } = both['people-lake']!;
    const [bucketName] = Object.keys(resource['aws_s3_bucket']!);
    const arn = `\${aws_s3_bucket.${bucketName!}.arn}`;
    const [denial, find, write] = statements(only(both['people-lake'], 'aws_s3_bucket_policy'));

    expect(denial).toMatchObject({ Sid: 'DenyPlainText' });
    expect(find).toMatchObject({
      ...byRole(DELIVERY_ROLE),
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: [arn],
    });
    expect(write).toMatchObject({
      ...byRole(DELIVERY_ROLE),
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
      Resource: [`${arn}/people/changes/*`, `${arn}/people-errors/*`],
    });
  });

  it('lets it use the key, through S3 alone', () => {
    const [, use, ...more] = statements(only(both['people-lake'], 'aws_kms_key'));

    expect(more).toEqual([]);
    expect(use).toEqual({
      Sid: 'UseKeyByDelivery',
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${SOURCE_ACCOUNT}:root`] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: ['*'],
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
        ArnEquals: { 'aws:PrincipalArn': DELIVERY_ROLE },
      },
    });
  });

  it('owns every object, whoever put it', () => {
    expect(only(both['people-lake'], 'aws_s3_bucket_ownership_controls')).toMatchObject({
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
  });

  it('is deployed alone, with the same policies, from what the source told', () => {
    expect(Object.keys(lakeAlone)).toEqual(['people-lake']);
    expect(only(lakeAlone['people-lake'], 'aws_s3_bucket_policy')).toEqual(
      only(both['people-lake'], 'aws_s3_bucket_policy'),
    );
    expect(only(lakeAlone['people-lake'], 'aws_kms_key')).toEqual(
      only(both['people-lake'], 'aws_kms_key'),
    );
  });

  it('takes another name of the delivery role from the settings', () => {
    const deliveryRoleArn = `arn:aws:iam::${SOURCE_ACCOUNT}:role/acme-prd-people-lake-delivery`;
    const { 'people-lake': lake } = across({
      source: { account: SOURCE_ACCOUNT, deliveryRoleArn },
      lake: TWO_ACCOUNTS.lake,
      deploy: 'lake',
    });

    expect(statements(only(lake, 'aws_s3_bucket_policy'))[2]).toMatchObject(
      byRole(deliveryRoleArn),
    );
  });

  it('tells the CLI of the lake, and the other side what its settings take', () => {
    const { lake, exchange } = both['people-lake']!.output;

    expect(itemLakeOutputs.safeParse(lake!['value']).error).toBeUndefined();
    expect(lake!['value']).toMatchObject({ account: LAKE_ACCOUNT, prefix: 'people/changes/' });
    expect(exchange!['value']).toEqual({
      account: LAKE_ACCOUNT,
      bucket: expect.stringMatching(/^\$\{aws_s3_bucket\.[^}]+\.bucket\}$/) as string,
      keyArn: expect.stringMatching(/^\$\{aws_kms_key\.[^}]+\.arn\}$/) as string,
    });
  });
});

describe("the source's side", () => {
  it('has the role that the policies of the other side name', () => {
    expect(only(both['people'], 'aws_iam_role', 'lake-delivery_role')['name']).toBe(
      'tributary-dev-people-lake-delivery',
    );
  });

  it("may write to the lake's bucket and use the lake's key", () => {
    const policy = statements(
      only(sourceAlone['people'], 'aws_iam_role_policy', 'lake-delivery_role'),
    );
    const of = (sid: string) => policy.find(({ Sid }) => Sid === sid);

    expect(of('FindLake')?.Resource).toEqual([`arn:aws:s3:::${BUCKET}`]);
    expect(of('WriteLake')).toMatchObject({
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
      Resource: [
        `arn:aws:s3:::${BUCKET}/people/changes/*`,
        `arn:aws:s3:::${BUCKET}/people-errors/*`,
      ],
    });
    expect(of('EncryptAndDecryptLake')?.Resource).toEqual([KEY_ARN]);
  });

  it('sends the ACL of another account to no bucket of its own', () => {
    const { people } = synthesizedStacks(itemSettingsInput());

    expect(people!.json).not.toContain('PutObjectAcl');
  });

  it('is deployed alone from what the lake told', () => {
    expect(Object.keys(sourceAlone).sort()).toEqual(['people', 'people-network']);
    expect(only(sourceAlone['people'], 'aws_kinesis_firehose_delivery_stream')).toMatchObject({
      extended_s3_configuration: { bucket_arn: `arn:aws:s3:::${BUCKET}`, kms_key_arn: KEY_ARN },
    });
  });

  it('tells the CLI of a lake that it does not see by the names that settings give', () => {
    const { feed, exchange } = sourceAlone['people']!.output;

    expect(dynamoFeedOutputs.safeParse(feed!['value']).error).toBeUndefined();
    expect(feed!['value']).toMatchObject({
      account: SOURCE_ACCOUNT,
      lake: {
        account: LAKE_ACCOUNT,
        bucket: BUCKET,
        keyArn: KEY_ARN,
        database: 'tributary_dev_people_lake',
        table: 'people_changes',
        workgroup: 'tributary-dev-people-lake',
        views: {
          changes: 'people_item_changes',
          current: 'people_current',
          ties: 'people_ties',
        },
      },
    });
    expect(exchange!['value']).toEqual({
      account: SOURCE_ACCOUNT,
      deliveryRoleArn: expect.stringMatching(/^\$\{aws_iam_role\.lake-delivery_role/) as string,
    });
  });

  it('names what the other side really makes', () => {
    const lake = both['people-lake']!;

    expect(only(lake, 'aws_s3_bucket')['bucket']).toBe(BUCKET);
    expect(only(lake, 'aws_glue_catalog_database')['name']).toBe('tributary_dev_people_lake');
    expect(only(lake, 'aws_athena_workgroup')['name']).toBe('tributary-dev-people-lake');
    expect(resources(lake, 'aws_glue_catalog_table').map(([, table]) => table['name'])).toEqual(
      expect.arrayContaining([
        'people_changes',
        'people_current',
        'people_item_changes',
        'people_ties',
      ]),
    );
  });
});
