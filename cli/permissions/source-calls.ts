import { assume, nested, role, type CallGround, type PlannedCall } from './call-ground';
import { withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

/**
 * DMS under the roles of an endpoint: puts records, or reads the login of the source.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html#CHAP_Target.Kinesis.Prerequisites
 */
export function endpointCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  return 'kinesis_settings' in by.attributes ? targetCalls(ground, by) : sourceCalls(ground, by);
}

function targetCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const settings = nested(by.attributes, 'kinesis_settings');
  const roleArn = settings['service_access_role_arn'];
  return [
    ...assume(ground, by, { roleArn, services: ['dms'] }),
    ...withKey(ground, by, {
      caller: role(roleArn),
      actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
      keyActions: ['kms:GenerateDataKey'],
      resources: [String(settings['stream_arn'])],
    }),
  ];
}

/** The regional principal too: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html */
function sourceCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const roleArn = by.attributes['secrets_manager_access_role_arn'];
  if (!('secrets_manager_access_role_arn' in by.attributes)) return [];
  return [
    ...assume(ground, by, { roleArn, services: ['dms', `dms.${by.region}`] }),
    ...withKey(ground, by, {
      caller: role(roleArn),
      actions: ['secretsmanager:GetSecretValue'],
      keyActions: ['kms:Decrypt', 'kms:DescribeKey'],
      resources: [String(by.attributes['secrets_manager_arn'])],
    }),
  ];
}

/**
 * DynamoDB puts changes under a role of its own, so that only the key of the stream is asked.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
 */
export function streamingCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const path = 'aws-service-role/kinesisreplication.dynamodb.amazonaws.com';
  const name = 'AWSServiceRoleForDynamoDBKinesisDataStreamsReplication';
  const calls = withKey(ground, by, {
    caller: role(`arn:aws:iam::${by.account}:role/${path}/${name}`),
    actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
    keyActions: ['kms:GenerateDataKey'],
    resources: [String(by.attributes['stream_arn'])],
  });
  return calls.map((call) => ({ ...call, serviceLinked: true }));
}

/** The roles that DMS looks for by name: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole */
export function accountRoleCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { arn, name } = by.attributes;
  const ours = name === 'dms-vpc-role' || name === 'dms-cloudwatch-logs-role';
  return ours ? assume(ground, by, { roleArn: arn, services: ['dms'] }) : [];
}
