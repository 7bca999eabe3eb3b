import type { Statement } from './policy';

export interface DeliveredFiles {
  bucketArn: string;
  prefixes: readonly string[];
  /** The bucket belongs to another account: Firehose then sends the ACL that gives it the object. */
  acrossAccounts: boolean;
}

/** Firehose's writes: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
export function deliverFiles({ bucketArn, prefixes, acrossAccounts }: DeliveredFiles): Statement[] {
  const acl = acrossAccounts ? ['s3:PutObjectAcl'] : [];
  return [
    {
      sid: 'FindLake',
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [bucketArn],
    },
    {
      sid: 'WriteLake',
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', ...acl],
      resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
    },
  ];
}

/** What a function and its event source mapping put aside. */
export function putAside(bucketArn: string, prefixes: readonly string[]): Statement[] {
  return [
    { sid: 'FindFailures', actions: ['s3:ListBucket'], resources: [bucketArn] },
    {
      sid: 'PutAside',
      actions: ['s3:PutObject'],
      resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
    },
  ];
}

/** Files below a prefix, to be read alone. */
export function readFiles(bucketArn: string, prefix: string): Statement[] {
  return [
    {
      sid: 'FindFiles',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [bucketArn],
    },
    { sid: 'ReadFiles', actions: ['s3:GetObject'], resources: [`${bucketArn}/${prefix}*`] },
  ];
}
