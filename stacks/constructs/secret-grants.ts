import type { Statement } from './policy';

export function readSecrets(secretArns: readonly string[]): Statement {
  return {
    sid: 'ReadSecrets',
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    resources: secretArns,
  };
}

export function writeSecret(secretArn: string): Statement {
  return {
    sid: 'WriteSecret',
    actions: ['secretsmanager:PutSecretValue'],
    resources: [secretArn],
  };
}
