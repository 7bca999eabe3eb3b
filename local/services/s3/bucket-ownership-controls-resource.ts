import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { callS3 } from './call-s3';
import type { S3 } from './service';
import { singleBlock } from './single-block';

const ownership = z.enum(['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced']);
const honours = z.strictObject({
  bucket: z.string(),
  rule: singleBlock(z.strictObject({ object_ownership: ownership })),
});

/** Kept and shown; ACLs are not supported here, as under BucketOwnerEnforced. */
export function bucketOwnershipControlsResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_ownership_controls',
    honours,
    start: async ({ bucket, rule }) => {
      const OwnershipControls = { Rules: [{ ObjectOwnership: rule.object_ownership }] };
      await callS3(s3, 'PutBucketOwnershipControls', { Bucket: bucket, OwnershipControls });
      return { attributes: { id: bucket, bucket } };
    },
  });
}
