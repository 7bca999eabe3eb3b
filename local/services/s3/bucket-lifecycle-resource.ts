import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';

/** Lifecycle rules act after days; a laptop run's lake is thrown away by its folder instead. */
export function bucketLifecycleResource(): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_lifecycle_configuration',
    honours: z.strictObject({ bucket: z.string() }),
    inert: {
      rule: 'objects are neither moved nor expired on the laptop: rules act after days, its disk is the only storage class',
      expected_bucket_owner: 'nothing is called for a rule that does not act',
      transition_default_minimum_object_size: 'there is one storage class on the laptop',
    },
    start: ({ bucket }) => ({ attributes: { id: bucket, bucket } }),
  });
}
