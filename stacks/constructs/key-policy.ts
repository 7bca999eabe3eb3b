import type { Statement } from './policy';
import type { Notifier } from './topic-grants';

export interface KeyPlace {
  account: string;
  region: string;
}

/**
 * Roles of the account get their use of the key from their own policies: a key policy that named a
 * role would be refused while the role does not exist.
 */
export function administerKey({ account }: KeyPlace): Statement {
  return {
    sid: 'AdministerKey',
    actions: ['kms:*'],
    resources: ['*'],
    principals: { AWS: [`arn:aws:iam::${account}:root`] },
  };
}

/**
 * CloudWatch Logs uses the key for these groups only, each named by the encryption context:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function useKeyByLogs({ account, region }: KeyPlace, groups: readonly string[]): Statement {
  const arns = groups.map((group) => `arn:aws:logs:${region}:${account}:log-group:${group}`);
  return {
    sid: 'UseKeyByLogs',
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:DescribeKey',
    ],
    resources: ['*'],
    principals: { Service: [`logs.${region}.amazonaws.com`] },
    conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arns } },
  };
}

/**
 * CloudWatch alarms, EventBridge and DMS events publish to an encrypted topic under their own
 * principals. No source condition: EventBridge sends none to KMS.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function useKeyByNotifications(services: readonly Notifier[]): Statement {
  return {
    sid: 'UseKeyByNotifications',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    principals: { Service: services },
  };
}

/** Reads and writes objects under the key, through S3 alone; whose use it is, the caller adds. */
export function useKeyThroughS3({ region }: KeyPlace): Statement {
  return {
    sid: 'UseKeyByDelivery',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
  };
}
