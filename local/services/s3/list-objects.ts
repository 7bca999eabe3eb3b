import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { currentVersion, sortedKeys, type Bucket } from './bucket';
import { listPage, nameEncoder, type ListPage } from './list-page';
import { bucketArn } from './object-accesses';
import { canonicalUser, ownerOf } from './object-owner';
import type { ObjectVersion } from './object-version';
import { bucketInput, bucketOperation, type S3Context } from './s3-operation';

export const KEYS_PER_PAGE_MAX = 1000;

const text = z.string().optional();
export const listInput = {
  ...bucketInput,
  Prefix: z.string().default(''),
  Delimiter: z.string().default(''),
  MaxKeys: z.number().int().min(0).default(KEYS_PER_PAGE_MAX),
  EncodingType: text,
};
const second = z.object({
  ...listInput,
  StartAfter: text,
  ContinuationToken: text,
  FetchOwner: z.boolean().optional(),
});
const first = z.object({ ...listInput, Marker: text });

export function listOperations(context: S3Context): Record<string, Operation> {
  return {
    ListObjectsV2: bucketOperation(context, 'ListBucket', {
      schema: second,
      accesses: (bucket, request) => [listAccess(bucket, request)],
      run: (bucket, input) => {
        const token = input.ContinuationToken;
        const found = page(
          bucket,
          input,
          token === undefined ? (input.StartAfter ?? '') : parseToken(token),
        );
        return {
          ...describe(bucket, input, { ...found, showsOwner: input.FetchOwner === true }),
          KeyCount: found.keys.length + found.commonPrefixes.length,
          StartAfter: input.StartAfter,
          ContinuationToken: token,
          NextContinuationToken: found.next === undefined ? undefined : formatToken(found.next),
        };
      },
    }),
    ListObjects: bucketOperation(context, 'ListBucket', {
      schema: first,
      accesses: (bucket, request) => [listAccess(bucket, request)],
      run: (bucket, input) => {
        const found = page(bucket, input, input.Marker ?? '');
        const encode = nameEncoder(input.EncodingType);
        const showsNext = found.next !== undefined && input.Delimiter !== '';
        return {
          ...describe(bucket, input, { ...found, showsOwner: true }),
          Marker: encode(input.Marker ?? ''),
          NextMarker: showsNext ? encode(found.next ?? '') : undefined,
        };
      },
    }),
  };
}

function listAccess(bucket: Bucket, { Prefix, Delimiter }: ListInput) {
  const context = { 's3:prefix': [Prefix], 's3:delimiter': [Delimiter] };
  return { action: 's3:ListBucket', resource: bucketArn(bucket), context };
}

type ListInput = z.output<z.ZodObject<typeof listInput>>;

function page(bucket: Bucket, input: ListInput, after: string): ListPage {
  const live = sortedKeys(bucket).filter(
    (key) => currentVersion(bucket, key)?.isDeleteMarker === false,
  );
  const max = Math.min(input.MaxKeys, KEYS_PER_PAGE_MAX);
  return listPage(live, { prefix: input.Prefix, delimiter: input.Delimiter, after, max });
}

function describe(bucket: Bucket, input: ListInput, found: ListPage & { showsOwner: boolean }) {
  const encode = nameEncoder(input.EncodingType);
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix),
    Delimiter: input.Delimiter === '' ? undefined : encode(input.Delimiter),
    MaxKeys: input.MaxKeys,
    EncodingType: input.EncodingType,
    IsTruncated: found.next !== undefined && input.MaxKeys > 0,
    Contents: found.keys
      .flatMap((key) => currentVersion(bucket, key) ?? [])
      .map((version) => ({
        ...describeEntry(version, encode),
        ...(found.showsOwner ? { Owner: canonicalUser(ownerOf(bucket, version)) } : {}),
      })),
    CommonPrefixes: found.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

export function describeEntry(version: ObjectVersion, encode: (name: string) => string) {
  return {
    Key: encode(version.key),
    LastModified: new Date(version.modifiedMilliseconds),
    ETag: `"${version.etag}"`,
    ...(version.checksum === undefined
      ? {}
      : { ChecksumAlgorithm: version.checksum.algorithm, ChecksumType: version.checksum.type }),
    Size: version.sizeBytes,
    StorageClass: version.attributes.StorageClass ?? 'STANDARD',
  };
}

function formatToken(after: string): string {
  return Buffer.from(after).toString('base64url');
}

function parseToken(token: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(token)) return Buffer.from(token, 'base64url').toString('utf8');
  throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect');
}
