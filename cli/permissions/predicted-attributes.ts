import type { DefinedBlock } from '../../local/definition/defined-block';
import type { ProviderAccount } from '../../local/definition/provider-account';

type Given = Record<string, unknown>;
type Predict = (given: Given, place: ProviderAccount, name: string) => Given;

const regional =
  (service: string, rest: (given: Given) => string): Predict =>
  (given, { region, account }) => ({
    arn: `arn:aws:${service}:${region}:${account}:${rest(given)}`,
  });

const text = (given: Given, argument: string) => String(given[argument]);
const named = (prefix: string) => (given: Given) => `${prefix}${text(given, 'name')}`;

/** Six characters that Secrets Manager draws: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html */
const DRAWN = 'a1b2c3';

/** By type: what policies and calls refer to, and AWS gives only when the resource exists. */
const PREDICTIONS: Readonly<Record<string, Predict>> = {
  aws_cloudwatch_event_rule: regional('events', named('rule/')),
  aws_cloudwatch_log_group: regional('logs', named('log-group:')),
  aws_cloudwatch_metric_alarm: regional(
    'cloudwatch',
    (given) => `alarm:${text(given, 'alarm_name')}`,
  ),
  aws_db_instance: (given, { region, account }) => ({
    master_user_secret: [
      {
        secret_arn: `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-${text(given, 'identifier')}-${DRAWN}`,
      },
    ],
  }),
  aws_dms_event_subscription: regional('dms', named('es:')),
  aws_dms_replication_task: (given, { region, account }) => ({
    replication_task_arn: `arn:aws:dms:${region}:${account}:task:${text(given, 'replication_task_id').toUpperCase()}`,
  }),
  aws_dynamodb_table: regional('dynamodb', named('table/')),
  aws_iam_policy: (given, { account }) => ({
    arn: `arn:aws:iam::${account}:policy/${text(given, 'name')}`,
  }),
  aws_iam_role: (given, { account }) => ({
    arn: `arn:aws:iam::${account}:role/${text(given, 'name')}`,
  }),
  aws_kinesis_stream: regional('kinesis', named('stream/')),
  aws_kms_key: (_, { region, account }, name) => ({
    ...{ arn: `arn:aws:kms:${region}:${account}:key/${name}`, key_id: name },
  }),
  aws_lambda_function: regional('lambda', (given) => `function:${text(given, 'function_name')}`),
  aws_s3_bucket: (given) => ({ arn: `arn:aws:s3:::${text(given, 'bucket')}` }),
  aws_secretsmanager_secret: regional(
    'secretsmanager',
    (given) => `secret:${text(given, 'name')}-${DRAWN}`,
  ),
  aws_sns_topic: regional('sns', named('')),
  'data.aws_caller_identity': (_, { account }) => ({ account_id: account }),
  'data.aws_partition': () => ({ partition: 'aws' }),
  'data.aws_region': (_, { region }) => ({ name: region }),
};

/** Attributes beside the block's own arguments; none for types that no policy names. */
export function predictedAttributes(
  { type, address, provider }: DefinedBlock,
  given: Given,
): Given {
  const name = `${address.split('.')[0] ?? ''}-${address.split('.').at(-1) ?? ''}`;
  return PREDICTIONS[type]?.(given, provider, name) ?? {};
}
