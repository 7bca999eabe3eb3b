import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import { storeVersions } from './bucket-index';
import { findVersion } from './find-version';
import { bucketOperation, objectInput, type S3Context } from './s3-operation';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const TAGS_PER_OBJECT_MAX = 10;

const version = { ...objectInput, VersionId: z.string().optional() };
const putInput = z.object({
  ...version,
  Tagging: z.object({
    TagSet: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  }),
});

/** The `x-amz-tagging` header: tags as a query string. */
export function parseTagging(header: string | undefined): Record<string, string> {
  return checkTags([...new URLSearchParams(header ?? '')].map(([Key, Value]) => ({ Key, Value })));
}

export function taggingOperations(context: S3Context): Record<string, Operation> {
  const change = (
    bucket: Bucket,
    at: { Key: string; VersionId?: string | undefined },
    tags: Record<string, string>,
  ) =>
    context.inTurn(`${bucket.name}/${at.Key}`, async () => {
      const found = findVersion(bucket, at.Key, at.VersionId);
      const versions = (bucket.versions.get(at.Key) ?? []).map((each) =>
        each === found ? { ...each, tags } : each,
      );
      await storeVersions(bucket, at.Key, { versions });
      return bucket.settings.versioning === undefined ? {} : { VersionId: found.versionId };
    });
  return {
    PutObjectTagging: bucketOperation(context, 'PutObjectTagging', {
      schema: putInput,
      run: (bucket, input) => change(bucket, input, checkTags(input.Tagging.TagSet)),
    }),
    GetObjectTagging: bucketOperation(context, 'GetObjectTagging', {
      schema: z.object(version),
      run: (bucket, { Key, VersionId }) => {
        const found = findVersion(bucket, Key, VersionId);
        return {
          TagSet: Object.entries(found.tags).map(([name, Value]) => ({ Key: name, Value })),
        };
      },
    }),
    DeleteObjectTagging: bucketOperation(context, 'DeleteObjectTagging', {
      schema: z.object(version),
      run: (bucket, input) => change(bucket, input, {}),
    }),
  };
}

function checkTags(tags: { Key: string; Value: string }[]): Record<string, string> {
  if (tags.length > TAGS_PER_OBJECT_MAX) {
    throw new ServiceError(
      'BadRequest',
      `Object tags cannot be greater than ${TAGS_PER_OBJECT_MAX}`,
    );
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new ServiceError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
