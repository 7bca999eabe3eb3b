import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import type { S3 } from './service';
import { singleBlock } from './single-block';

const honours = z.strictObject({
  bucket: z.string(),
  expected_bucket_owner: z.string().optional(),
  versioning_configuration: singleBlock(
    z.strictObject({ status: z.enum(['Enabled', 'Suspended', 'Disabled']) }),
  ),
});

export function bucketVersioningResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_versioning',
    honours,
    inert: {
      'versioning_configuration.mfa_delete': 'there is no MFA on the laptop',
    },
    start: async (
      { bucket, expected_bucket_owner, versioning_configuration: { status } },
      block,
    ) => {
      if (status !== 'Disabled') {
        await s3Calls(s3, block)('PutBucketVersioning', {
          Bucket: bucket,
          ExpectedBucketOwner: expected_bucket_owner,
          VersioningConfiguration: { Status: status },
        });
      }
      return { attributes: { id: bucket, bucket } };
    },
  });
}
