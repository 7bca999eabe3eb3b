import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { callS3 } from './call-s3';
import type { S3 } from './service';
import { singleBlock } from './single-block';

const honours = z.strictObject({
  bucket: z.string(),
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
      expected_bucket_owner: 'there is one account on the laptop',
    },
    start: async ({ bucket, versioning_configuration: { status } }) => {
      if (status !== 'Disabled') {
        await callS3(s3, 'PutBucketVersioning', {
          Bucket: bucket,
          VersioningConfiguration: { Status: status },
        });
      }
      return { attributes: { id: bucket, bucket } };
    },
  });
}
