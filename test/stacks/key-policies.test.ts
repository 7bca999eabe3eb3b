import {
  itemSettingsInput,
  resources,
  settingsInput,
  synthesized,
  synthesizedItems,
  type Block,
  type SynthesizedStack,
} from '../support/synthesized';

interface PolicyStatement {
  Sid: string;
  Action: string[];
  Resource: string[];
  Principal?: { Service?: string[]; AWS?: string[] };
  Condition?: Record<string, Record<string, string[]>>;
}

const { billing, lake } = synthesized();
const { people } = synthesizedItems();
const FEED_KEY = '${aws_kms_key.key_F64E54E4.arn}';
const LAKE_KEY =
  /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-lake\.outputs\.cross-stack-output-aws_kms_key[\w-]+arn\}$/;

function only(stack: SynthesizedStack, type: string, part: string): Block {
  const found = resources(stack, type).filter(([name]) => name.includes(part));
  expect(found).toHaveLength(1);
  return found[0]![1];
}

function statements(block: Block): PolicyStatement[] {
  return (JSON.parse(block['policy'] as string) as { Statement: PolicyStatement[] }).Statement;
}

/** The statements of a role that use a key. */
function keyUse(part: string, stack = billing): PolicyStatement[] {
  return statements(only(stack, 'aws_iam_role_policy', part)).filter(({ Action }) =>
    Action.some((action) => action.startsWith('kms:')),
  );
}

const feedKey = statements(only(billing, 'aws_kms_key', 'key'));
const byService = (service: string) =>
  feedKey.find(({ Principal }) => Principal?.Service?.includes(service) === true);

describe('the key of a feed', () => {
  it('lets CloudWatch Logs use it for the log groups of the feed alone', () => {
    const groups = resources(billing, 'aws_cloudwatch_log_group').map(([, block]) => block['name']);
    const context = byService('logs.eu-west-1.amazonaws.com')?.Condition?.['ArnEquals']?.[
      'kms:EncryptionContext:aws:logs:arn'
    ];

    expect(context?.map((arn) => arn.replace(/^.*:log-group:/, '')).sort()).toEqual(groups.sort());
  });

  it.each(['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'dms.amazonaws.com'])(
    'lets %s publish to an encrypted topic',
    (service) => {
      expect(byService(service)?.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
    },
  );

  it('names no role, as a role that does not exist yet would have it refused', () => {
    const principals = feedKey.flatMap(({ Principal }) => Principal?.AWS ?? []);

    expect(principals).toEqual([
      'arn:aws:iam::${data.aws_caller_identity.account.account_id}:root',
    ]);
  });
});

describe('the topic of the operators', () => {
  it.each(['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'dms.amazonaws.com'])(
    'lets %s publish',
    (service) => {
      const policy = statements(only(billing, 'aws_sns_topic_policy', 'operators'));
      const statement = policy.find(
        ({ Principal }) => Principal?.Service?.includes(service) === true,
      );

      expect(statement?.Action).toEqual(['sns:Publish']);
    },
  );

  it('takes of DMS only what a subscription of this account and region tells', () => {
    const policy = statements(only(billing, 'aws_sns_topic_policy', 'operators'));
    const statement = policy.find(({ Principal }) =>
      Principal?.Service?.includes('dms.amazonaws.com'),
    );

    expect(statement?.Condition).toEqual({
      ArnLike: {
        'aws:SourceArn':
          'arn:aws:dms:eu-west-1:${data.aws_caller_identity.account.account_id}:es:*',
      },
    });
  });
});

describe('the use of keys by roles', () => {
  it('lets DMS encrypt into the stream and no more', () => {
    expect(keyUse('stream-role')).toMatchObject([
      { Action: ['kms:GenerateDataKey'], Resource: [FEED_KEY] },
    ]);
  });

  it('lets DMS decrypt its secret, and look at the key', () => {
    expect(keyUse('secret-role')).toMatchObject([
      { Action: ['kms:Decrypt'], Resource: [FEED_KEY] },
      { Action: ['kms:DescribeKey'], Resource: [FEED_KEY] },
    ]);
  });

  it('lets Firehose decrypt the stream, and encrypt and decrypt in the lake', () => {
    const [stream, files] = keyUse('lake-delivery_role');

    expect(stream).toMatchObject({ Action: ['kms:Decrypt'], Resource: [FEED_KEY] });
    expect(files?.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
    expect(files?.Resource[0]).toMatch(LAKE_KEY);
  });

  it('lets the billing consumer use it for stream, topic, tables and failure bucket', () => {
    expect(keyUse('consumer_role')).toMatchObject([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [FEED_KEY] },
    ]);
  });

  it('lets the database runner read and fill secrets', () => {
    expect(keyUse('database-runner')).toMatchObject([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [FEED_KEY] },
    ]);
  });

  it('gives the transform and the check of suspended tables none', () => {
    expect(keyUse('lake-delivery_transform')).toEqual([]);
    expect(keyUse('suspended-tables')).toEqual([]);
  });

  it('conditions on no encryption context of an object, as the bucket key replaces it', () => {
    expect(JSON.stringify(statements(only(lake, 'aws_kms_key', 'key')))).not.toContain(
      'EncryptionContext',
    );
  });
});

describe('the key of a DynamoDB feed', () => {
  const key = statements(only(people, 'aws_kms_key', 'key'));

  it('is used by its account, by CloudWatch Logs and by alarms, and by no other service', () => {
    expect(key.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ['AdministerKey', { AWS: [expect.stringMatching(/:root$/)] }],
      ['UseKeyByLogs', { Service: ['logs.eu-west-1.amazonaws.com'] }],
      ['UseKeyByNotifications', { Service: ['cloudwatch.amazonaws.com'] }],
    ]);
  });

  it('lets CloudWatch Logs use it for the log groups of the feed alone', () => {
    const groups = resources(people, 'aws_cloudwatch_log_group').map(([, block]) => block['name']);
    const context = key[1]?.Condition?.['ArnEquals']?.['kms:EncryptionContext:aws:logs:arn'];

    expect(groups).toHaveLength(2);
    expect(context?.map((arn) => arn.replace(/^.*:log-group:/, '')).sort()).toEqual(groups.sort());
  });

  it.each([
    ['aws_dynamodb_table', 'server_side_encryption'],
    ['aws_kinesis_stream', 'kms_key_id'],
    ['aws_sns_topic', 'kms_master_key_id'],
    ['aws_s3_bucket_server_side_encryption_configuration', 'rule'],
  ])('is the key of its %s', (type, argument) => {
    expect(JSON.stringify(only(people, type, '')[argument])).toContain(FEED_KEY);
  });

  it('is given to Firehose to read the stream, and to the transform not at all', () => {
    const [stream, files] = keyUse('lake-delivery_role', people);

    expect(stream).toMatchObject({ Action: ['kms:Decrypt'], Resource: [FEED_KEY] });
    expect(files?.Resource[0]).toMatch(LAKE_KEY);
    expect(keyUse('lake-delivery_transform', people)).toEqual([]);
  });
});

describe('the keys of the lake', () => {
  it('let the crawler and Lake Formation decrypt, and no more', () => {
    const asked = synthesizedItems(
      itemSettingsInput({}, { crawler: true, registerWithLakeFormation: true }),
    ).people;

    for (const part of ['crawler', 'lake-formation'])
      expect(keyUse(part, asked)).toMatchObject([{ Sid: 'DecryptLake', Action: ['kms:Decrypt'] }]);
  });

  it('let S3 read the one and write under the other, where the lake has a replica', () => {
    const replicated = synthesized(
      settingsInput({ lake: { replica: { region: 'eu-central-1' } } }),
    ).lake;

    expect(keyUse('replica', replicated)).toMatchObject([
      { Action: ['kms:Decrypt'], Resource: [FEED_KEY] },
      {
        Action: ['kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: [expect.stringMatching(/^\$\{aws_kms_key\.replica_key/)],
      },
    ]);
  });
});
