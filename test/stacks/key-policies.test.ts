import { resources, synthesized, type Block, type SynthesizedStack } from '../support/synthesized';

interface PolicyStatement {
  Sid: string;
  Action: string[];
  Resource: string[];
  Principal?: { Service?: string[]; AWS?: string[] };
  Condition?: Record<string, Record<string, string[]>>;
}

const { billing, lake } = synthesized();
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
function keyUse(part: string): PolicyStatement[] {
  return statements(only(billing, 'aws_iam_role_policy', part)).filter(({ Action }) =>
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
});

describe('the use of keys by roles', () => {
  it('lets DMS encrypt into the stream and no more', () => {
    expect(keyUse('stream-role')).toMatchObject([
      { Action: ['kms:GenerateDataKey'], Resource: [FEED_KEY] },
    ]);
  });

  it('lets DMS decrypt its secret', () => {
    expect(keyUse('secret-role')).toMatchObject([
      { Action: ['kms:Decrypt'], Resource: [FEED_KEY] },
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
