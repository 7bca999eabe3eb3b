import type { Statement } from './policy';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
export function readReplicated(bucketArn: string): Statement[] {
  return [
    {
      sid: 'FindReplicated',
      actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      resources: [bucketArn],
    },
    {
      sid: 'ReadReplicated',
      actions: [
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionForReplication',
        's3:GetObjectVersionTagging',
      ],
      resources: [`${bucketArn}/*`],
    },
  ];
}

export function writeReplica(bucketArn: string): Statement {
  return {
    sid: 'WriteReplica',
    actions: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
    resources: [`${bucketArn}/*`],
  };
}

/** `kms:Encrypt` is what S3 asks for; with a bucket key it makes data keys as well. */
export function encryptReplica(keyArn: string): Statement {
  return {
    sid: 'EncryptReplica',
    actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
  };
}
