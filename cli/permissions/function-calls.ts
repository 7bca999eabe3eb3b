import { assume, nested, role, type CallGround, type PlannedCall } from './call-ground';
import { withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

const dynamodb = (...names: string[]) => names.map((name) => `dynamodb:${name}`);

const READ_SECRET = ['secretsmanager:GetSecretValue'];

interface VariableCalls {
  /** On what the variable names. */
  actions: readonly string[];
  keyActions?: readonly string[];
  /** Actions that go with it and take no resource. */
  alone?: readonly string[];
  /** The variable in whose presence this one is not used. */
  unless?: string;
}

/**
 * What a function does with what a variable of its environment names: the calls of `consumers/*\/ports`.
 * Other variables name nothing that a permission is needed for.
 */
export const VARIABLE_CALLS: Readonly<Record<string, VariableCalls>> = {
  LEDGER_TABLE: {
    actions: dynamodb('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
    keyActions: ['kms:Decrypt'],
  },
  HISTORY_TABLE: {
    actions: dynamodb('GetItem', 'PutItem', 'Query', 'UpdateItem'),
    keyActions: ['kms:Decrypt'],
  },
  CONTACTS_TABLE: {
    actions: dynamodb('GetItem'),
    keyActions: ['kms:Decrypt'],
    alone: ['sns:Publish'],
  },
  TOPIC_ARN: {
    actions: ['sns:Publish'],
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    unless: 'CONTACTS_TABLE',
  },
  QUARANTINE_BUCKET: { actions: ['s3:PutObject'], keyActions: ['kms:GenerateDataKey'] },
  REPLICATION_TASK_ARN: { actions: ['dms:DescribeTableStatistics'] },
  WATCHED_TASK_ARN: {
    actions: ['dms:DescribeTableStatistics', 'dms:StopReplicationTask'],
    alone: ['dms:DescribeReplicationTasks'],
  },
  WATCH_TABLE: { actions: dynamodb('GetItem', 'PutItem'), keyActions: ['kms:Decrypt'] },
  RUNNER_FUNCTION: { actions: ['lambda:InvokeFunction'] },
  MASTER_SECRET_ARN: { actions: READ_SECRET, keyActions: ['kms:Decrypt'] },
  DMS_SECRET_ARN: {
    actions: [...READ_SECRET, 'secretsmanager:PutSecretValue'],
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const USE_NETWORK = [
  ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets'],
  ...['DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
].map((name) => `ec2:${name}`);

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const POLL_STREAM = [
  ...['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'],
].map((name) => `kinesis:${name}`);

/** A function under its execution role: its log, its network, and what its environment names. */
export function functionCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { attributes, region, account } = by;
  const caller = role(attributes['role']);
  const log = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${String(attributes['function_name'])}:log-stream:x`;
  const inNetwork = attributes['vpc_config'] !== undefined && 'vpc_config' in attributes;
  return [
    ...assume(ground, by, { roleArn: attributes['role'], services: ['lambda'] }),
    ...ground.plan(by, caller, {
      ...{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log] },
    }),
    ...ground.plan(by, caller, { actions: inNetwork ? USE_NETWORK : [], resources: ['*'] }),
    ...variableCalls(ground, by),
  ];
}

function variableCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const variables = nested(nested(by.attributes, 'environment'), 'variables');
  const caller = role(by.attributes['role']);
  return Object.entries(variables).flatMap(([variable, value]) => {
    const calls = VARIABLE_CALLS[variable];
    if (calls === undefined || (calls.unless !== undefined && calls.unless in variables)) return [];
    const { actions, keyActions = [], alone = [] } = calls;
    const resources = [variableArn(by, variable, String(value))];
    return [
      ...withKey(ground, by, { caller, actions, keyActions, resources }),
      ...ground.plan(by, caller, { actions: alone, resources: ['*'] }),
    ];
  });
}

function variableArn(by: PredictedBlock, variable: string, value: string): string {
  const variables = nested(nested(by.attributes, 'environment'), 'variables');
  if (variable.endsWith('_TABLE'))
    return `arn:aws:dynamodb:${by.region}:${by.account}:table/${value}`;
  if (variable.endsWith('_FUNCTION'))
    return `arn:aws:lambda:${by.region}:${by.account}:function:${value}`;
  if (!variable.endsWith('_BUCKET')) return value;
  const prefix = variables[variable.replace('_BUCKET', '_PREFIX')];
  return `arn:aws:s3:::${value}/${typeof prefix === 'string' ? prefix : ''}file`;
}

/** Lambda polls under the function's role, and puts aside under it what failed. */
export function mappingCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { attributes } = by;
  const found = ground.find('aws_lambda_function', 'arn', attributes['function_name']);
  const caller = role(found?.attributes['role']);
  const failures = nested(nested(attributes, 'destination_config'), 'on_failure');
  const bucket = failures['destination_arn'];
  return [
    ...withKey(ground, by, {
      ...{ caller, actions: POLL_STREAM, keyActions: ['kms:Decrypt'] },
      resources: [String(attributes['event_source_arn'])],
    }),
    ...(typeof bucket === 'string' ? putAside(ground, by, { caller, bucket }) : []),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
function putAside(
  ground: CallGround,
  by: PredictedBlock,
  { caller, bucket }: { caller: ReturnType<typeof role>; bucket: string },
): PlannedCall[] {
  return [
    ...ground.plan(by, caller, { actions: ['s3:ListBucket'], resources: [bucket] }),
    ...withKey(ground, by, {
      ...{ caller, actions: ['s3:PutObject'], keyActions: ['kms:GenerateDataKey'] },
      resources: [`${bucket}/aws/lambda/file`],
    }),
  ];
}
