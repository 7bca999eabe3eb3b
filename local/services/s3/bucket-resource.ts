import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { callS3 } from './call-s3';
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
    start: async ({ bucket }) => {
      if ((await s3.names()).includes(bucket)) return describe(s3, bucket);
      await callS3(s3, 'CreateBucket', { Bucket: bucket });
      return describe(s3, bucket);
    },
  });
}

function describe({ cloud: { region } }: S3, bucket: string) {
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
