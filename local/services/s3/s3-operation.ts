import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { operation, type Caller, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Access } from '../../permissions/access';
import type { Bucket } from './bucket';
import type { BucketStore } from './bucket-store';
import type { Replicator } from './replicator';

/** What was put: an object event as S3's notifications carry it. */
export interface PutEvent {
  bucket: string;
  key: string;
  versionId: string;
  sizeBytes: number;
  etag: string;
}

/** What every S3 operation stands on. */
export interface S3Context {
  cloud: Cloud;
  store: BucketStore;
  inTurn: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  put: (event: PutEvent) => void;
  replicator: Replicator;
}

const text = z.string().optional();

export const bucketInput = { Bucket: z.string().min(1), ExpectedBucketOwner: text };
export const objectInput = { ...bucketInput, Key: z.string().min(1) };
export const conditions = {
  IfMatch: text,
  IfNoneMatch: text,
  IfModifiedSince: z.date().optional(),
  IfUnmodifiedSince: z.date().optional(),
};
export const attributes = {
  ContentType: text,
  ContentEncoding: text,
  ContentLanguage: text,
  ContentDisposition: text,
  CacheControl: text,
  Expires: text,
  StorageClass: text,
  ServerSideEncryption: text,
  SSEKMSKeyId: text,
  BucketKeyEnabled: z.boolean().optional(),
};
export const checksums = {
  ContentMD5: text,
  ChecksumAlgorithm: text,
  ChecksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
  ChecksumCRC32: text,
  ChecksumCRC32C: text,
  ChecksumCRC64NVME: text,
  ChecksumSHA1: text,
  ChecksumSHA256: text,
};

/** UTF-8 bytes; https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_BYTES_MAX = 1024;

interface Target {
  Bucket: string;
  Key?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/** An operation on one bucket that must exist. `iamAction` differs from the API's name here and there. */
export function bucketOperation<Schema extends z.ZodType<Target>, Output>(
  { store }: S3Context,
  iamAction: string,
  definition: {
    schema: Schema;
    /** Where the call needs other rights than `iamAction` on the bucket or object. */
    accesses?(bucket: Bucket, input: z.output<Schema>): Access[] | Promise<Access[]>;
    run(bucket: Bucket, input: z.output<Schema>, caller: Caller): Output | Promise<Output>;
  },
): Operation {
  return operation({
    parse: (input) => validateS3(definition.schema, input),
    iamActions: () => [`s3:${iamAction}`],
    resources: ({ Bucket, Key }) => [`arn:aws:s3:::${Bucket}${Key === undefined ? '' : `/${Key}`}`],
    // That a bucket is not there, S3 tells everybody.
    accesses: async (input) => {
      const bucket = (await store.ready()).get(input.Bucket);
      if (bucket === undefined) return [];
      if (definition.accesses !== undefined) return definition.accesses(bucket, input);
      const { Bucket, Key } = input;
      const resource = `arn:aws:s3:::${Bucket}${Key === undefined ? '' : `/${Key}`}`;
      return [{ action: `s3:${iamAction}`, resource }];
    },
    run: async (input, { caller }) => {
      if (Buffer.byteLength(input.Key ?? '') > KEY_BYTES_MAX) {
        throw new ServiceError('KeyTooLongError', 'Your key is too long', {
          details: { Size: Buffer.byteLength(input.Key ?? ''), MaxSizeAllowed: KEY_BYTES_MAX },
        });
      }
      const bucket = await store.find(input.Bucket);
      checkBucketOwner(bucket, input.ExpectedBucketOwner);
      return definition.run(bucket, input, caller);
    },
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
export function checkBucketOwner(bucket: Bucket, expected: string | undefined): void {
  if (expected === undefined || expected === bucket.account) return;
  throw new ServiceError('AccessDenied', 'Access Denied', { status: 403 });
}

export function validateS3<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ServiceError('InvalidArgument', problems.join('; '));
}
