import type { Statement } from './policy';

/** Firehose's writes: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
export function deliverFiles(bucketArn: string, prefixes: readonly string[]): Statement[] {
  return [
    {
      sid: 'FindLake',
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [bucketArn],
    },
    {
      sid: 'WriteLake',
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
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
