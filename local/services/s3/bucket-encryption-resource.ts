import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import type { S3 } from './service';
import { repeatedBlock, singleBlock } from './single-block';

const standard = z.strictObject({
  sse_algorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
  kms_master_key_id: z.string().nullish(),
});
const rule = z.strictObject({
  apply_server_side_encryption_by_default: singleBlock(standard),
  bucket_key_enabled: z.boolean().nullish(),
});
const honours = z.strictObject({
  bucket: z.string(),
  expected_bucket_owner: z.string().optional(),
  rule: repeatedBlock(rule),
});

/** What is put shows the key; the files themselves stay plain, so that any tool opens them. */
export function bucketEncryptionResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_server_side_encryption_configuration',
    honours,
    start: async ({ bucket, expected_bucket_owner, rule: rules }, block) => {
      await s3Calls(s3, block)('PutBucketEncryption', {
        Bucket: bucket,
        ExpectedBucketOwner: expected_bucket_owner,
        ServerSideEncryptionConfiguration: { Rules: rules.map(toRule) },
      });
      return { attributes: { id: bucket, bucket } };
    },
  });
}

function toRule({
  apply_server_side_encryption_by_default: standard,
  bucket_key_enabled,
}: z.output<typeof rule>) {
  const { sse_algorithm, kms_master_key_id } = standard;
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: sse_algorithm,
      ...(typeof kms_master_key_id === 'string' ? { KMSMasterKeyID: kms_master_key_id } : {}),
    },
    BucketKeyEnabled: bucket_key_enabled === true,
  };
}
