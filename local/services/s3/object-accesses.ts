import { type Access, keyAccesses, type RequestContext } from '../../permissions/access';
import { currentVersion, type Bucket } from './bucket';
import { encryptionOf } from './default-encryption';
import type { ObjectAttributes } from './object-version';

type KeyAction = 'kms:GenerateDataKey' | 'kms:Decrypt';

interface Named {
  Key: string;
  VersionId?: string | undefined;
}

interface Written extends ObjectAttributes {
  Key: string;
  ACL?: string | undefined;
  Tagging?: string | undefined;
}

export function bucketArn({ name }: Bucket): string {
  return `arn:aws:s3:::${name}`;
}

/**
 * Reading a version, and its key where it is encrypted under one. Who may not list the bucket is not told
 * that a key is absent: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function readAccesses(bucket: Bucket, { Key, VersionId }: Named): Access[] {
  const action = VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const access = { action, resource: `${bucketArn(bucket)}/${Key}` };
  const versions = bucket.versions.get(Key) ?? [];
  const found =
    VersionId === undefined
      ? currentVersion(bucket, Key)
      : versions.find(({ versionId }) => versionId === VersionId);
  if (found === undefined)
    return [access, { action: 's3:ListBucket', resource: bucketArn(bucket) }];
  return [access, ...objectKeyAccesses({ bucket, key: Key }, found.attributes, ['kms:Decrypt'])];
}

/** Writing an object with its ACL and tags, under the key that it names or that the bucket has by default. */
export function writeAccesses(
  bucket: Bucket,
  written: Written,
  actions: readonly KeyAction[] = ['kms:GenerateDataKey'],
): Access[] {
  const resource = `${bucketArn(bucket)}/${written.Key}`;
  const { ACL, Tagging } = written;
  return [
    { action: 's3:PutObject', resource, ...writeContext(written) },
    ...(ACL === undefined ? [] : [{ action: 's3:PutObjectAcl', resource }]),
    ...(Tagging === undefined ? [] : [{ action: 's3:PutObjectTagging', resource }]),
    ...objectKeyAccesses({ bucket, key: written.Key }, encryptionOf(bucket, written), actions),
  ];
}

/** `https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html` */
function writeContext(written: Written): { context?: RequestContext } {
  const given: [string, string | undefined][] = [
    ['s3:x-amz-acl', written.ACL],
    ['s3:x-amz-server-side-encryption', written.ServerSideEncryption],
    ['s3:x-amz-server-side-encryption-aws-kms-key-id', written.SSEKMSKeyId],
    ['s3:x-amz-storage-class', written.StorageClass],
  ];
  const context = Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]])),
  );
  return Object.keys(context).length === 0 ? {} : { context };
}

/**
 * What S3 asks of an object's key as whoever calls. A bucket key makes the encryption context the bucket's:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function objectKeyAccesses(
  { bucket, key }: { bucket: Bucket; key: string },
  { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled }: ObjectAttributes,
  actions: readonly (KeyAction | 'kms:Encrypt')[],
): Access[] {
  if (ServerSideEncryption?.startsWith('aws:kms') !== true) return [];
  const arn = bucketArn(bucket);
  const encryptionContext = { 'aws:s3:arn': BucketKeyEnabled === true ? arn : `${arn}/${key}` };
  const place = { account: bucket.account, region: bucket.region };
  return keyAccesses(place, { actions, key: SSEKMSKeyId, via: 's3', encryptionContext });
}
