import { z } from 'zod';

const text = (what: string) => z.string({ error: what }).min(1, { error: what });

/**
 * Where Terraform keeps its state: `local` beside the project, `s3` for a team (with S3's own lock
 * file, https://developer.hashicorp.com/terraform/language/backend/s3).
 */
export const backend = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('local') }),
    z.strictObject({
      kind: z.literal('s3'),
      bucket: text('give the name of an existing bucket'),
      keyPrefix: text('give a prefix for the state files').default('tributary/'),
      region: text('give the region of the bucket'),
    }),
  ],
  { error: "give { kind: 'local' } or { kind: 's3', bucket, region }" },
);
