import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import type { S3 } from './service';

const honours = z.strictObject({ bucket: z.string(), policy: z.string() });

/** Kept for whoever authorises; see `S3.grantsOf`. */
export function bucketPolicyResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_policy',
    honours,
    start: async ({ bucket, policy }, block) => {
      await s3Calls(s3, block)('PutBucketPolicy', { Bucket: bucket, Policy: policy });
      return { attributes: { id: bucket, bucket, policy } };
    },
  });
}
