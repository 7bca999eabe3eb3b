import type { Bucket } from './bucket';
import type { ObjectAttributes } from './object-version';

interface EncryptionRule {
  ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string; KMSMasterKeyID?: string };
  BucketKeyEnabled?: boolean;
}

/**
 * How an object is encrypted: as its writer says, else as the bucket does by default. A bucket key holds for
 * writers that say nothing of one: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function encryptionOf(bucket: Bucket, given: ObjectAttributes): ObjectAttributes {
  const rules = bucket.settings.documents['Encryption']?.['Rules'] as EncryptionRule[] | undefined;
  const standard = rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const chosen: ObjectAttributes =
    given.ServerSideEncryption === undefined
      ? {
          ServerSideEncryption: standard?.SSEAlgorithm ?? 'AES256',
          SSEKMSKeyId: standard?.KMSMasterKeyID,
        }
      : { ServerSideEncryption: given.ServerSideEncryption, SSEKMSKeyId: given.SSEKMSKeyId };
  const isKms = chosen.ServerSideEncryption?.startsWith('aws:kms') === true;
  const hasBucketKey = isKms && (given.BucketKeyEnabled ?? rules?.[0]?.BucketKeyEnabled) === true;
  return { ...chosen, ...(hasBucketKey && { BucketKeyEnabled: true }) };
}
