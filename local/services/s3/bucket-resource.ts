import { z } from 'zod';
import { resourceAdapter, type Block, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import type { S3 } from './service';

const honours = z.strictObject({ bucket: z.string() });

export function bucketResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket',
    honours,
    inert: {
      force_destroy: 'nothing is destroyed on the laptop but by deleting its folder',
      object_lock_enabled: 'object lock is not modelled',
    },
    start: async ({ bucket }, block) => {
      const owner = await s3.ownerOf(bucket);
      if (owner !== block.account) {
        await s3Calls(s3, block)('CreateBucket', {
          Bucket: bucket,
          CreateBucketConfiguration: { LocationConstraint: block.region },
        });
      }
      return describe(bucket, block);
    },
  });
}

function describe(bucket: string, { region }: Block) {
  return {
    attributes: {
      id: bucket,
      bucket,
      region,
      arn: `arn:aws:s3:::${bucket}`,
      bucket_domain_name: `${bucket}.s3.amazonaws.com`,
      bucket_regional_domain_name: `${bucket}.s3.${region}.amazonaws.com`,
    },
  };
}
