import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { s3Calls } from './call-s3';
import { objectOwnership, ownershipControls } from './object-owner';
import type { S3 } from './service';
import { singleBlock } from './single-block';

const honours = z.strictObject({
  bucket: z.string(),
  rule: singleBlock(z.strictObject({ object_ownership: objectOwnership })),
});

export function bucketOwnershipControlsResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_ownership_controls',
    honours,
    start: async ({ bucket, rule }, block) => {
      await s3Calls(s3, block)('PutBucketOwnershipControls', {
        Bucket: bucket,
        ...ownershipControls(rule.object_ownership),
      });
      return { attributes: { id: bucket, bucket } };
    },
  });
}
