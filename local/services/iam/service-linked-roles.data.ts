import { readPolicy } from '../../permissions/policy';
import type { RoleGrants } from '../../permissions/policy-sources';

interface ServiceLinkedRole {
  service: string;
  policy: { name: string; statements: readonly object[] };
}

/** Roles that a service makes for itself in an account, with the policies that AWS publishes for them. */
const ROLES: Readonly<Record<string, ServiceLinkedRole>> = {
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/DynamoDBKinesisReplicationServiceRolePolicy.html */
  AWSServiceRoleForDynamoDBKinesisDataStreamsReplication: {
    service: 'kinesisreplication.dynamodb.amazonaws.com',
    policy: {
      name: 'DynamoDBKinesisReplicationServiceRolePolicy',
      statements: [
        {
          Effect: 'Allow',
          Action: 'kms:GenerateDataKey',
          Resource: '*',
          Condition: { StringLike: { 'kms:ViaService': 'kinesis.*.amazonaws.com' } },
        },
        {
          Effect: 'Allow',
          Action: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStream'],
          Resource: '*',
        },
      ],
    },
  },
};

/** ARN under which a service acts in an account without a role of the definition. */
export function serviceLinkedRoleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/aws-service-role/${ROLES[name]?.service ?? ''}/${name}`;
}

export function serviceLinkedRole(account: string, name: string): RoleGrants | undefined {
  const found = ROLES[name];
  if (found === undefined) return undefined;
  const { service, policy } = found;
  const document = (statement: readonly object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statement });
  return {
    arn: serviceLinkedRoleArn(account, name),
    identity: [readPolicy(policy.name, document(policy.statements))],
    trust: readPolicy(
      `trust policy of ${name}`,
      document([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]),
    ),
  };
}
