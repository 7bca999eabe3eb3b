import type { Statement } from './policy';

export function readSecrets(secretArns: readonly string[]): Statement {
  return {
    sid: 'ReadSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    resources: secretArns,
  };
}

/** What DMS wants to know of a secret's key: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html */
export function describeSecretKey(keyArn: string): Statement {
  return { sid: 'DescribeSecretKey', actions: ['kms:DescribeKey'], resources: [keyArn] };
}

export function writeSecret(secretArn: string): Statement {
  return {
    sid: 'WriteSecret',
    actions: ['secretsmanager:PutSecretValue'],
    resources: [secretArn],
  };
}
