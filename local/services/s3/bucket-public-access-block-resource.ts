import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import type { S3 } from './service';

const flag = z.boolean().nullish();
const honours = z.strictObject({
  bucket: z.string(),
  block_public_acls: flag,
  block_public_policy: flag,
  ignore_public_acls: flag,
  restrict_public_buckets: flag,
});

/** Kept and shown; nothing on loopback is public to begin with. */
export function bucketPublicAccessBlockResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_public_access_block',
    honours,
    inert: { skip_destroy: 'nothing is destroyed on the laptop' },
    start: async (args, block) => {
      await s3Calls(s3, block)('PutPublicAccessBlock', {
        Bucket: args.bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: args.block_public_acls === true,
          IgnorePublicAcls: args.ignore_public_acls === true,
          BlockPublicPolicy: args.block_public_policy === true,
          RestrictPublicBuckets: args.restrict_public_buckets === true,
        },
      });
      return { attributes: { id: args.bucket, bucket: args.bucket } };
    },
  });
}
