import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { CHECKSUM_ALGORITHMS, checksumOf } from './checksum';
import { findVersion } from './find-version';
import { readAccesses, writeAccesses } from './object-accesses';
import { parseTagging } from './object-tags';
import type { ObjectVersion } from './object-version';
import { checkReadConditions } from './preconditions';
import { pickAttributes } from './put-object';
import {
  attributes,
  bucketOperation,
  checkBucketOwner,
  conditions,
  objectInput,
  type S3Context,
} from './s3-operation';
import { readVersion, writeVersion, writtenOutput } from './write-version';

const text = z.string().optional();
const directive = z.enum(['COPY', 'REPLACE']).default('COPY');
const input = z.object({
  ...objectInput,
  ...attributes,
  ...conditions,
  ACL: text,
  CopySource: z.string(),
  ExpectedSourceBucketOwner: text,
  Metadata: z.record(z.string(), z.string()).optional(),
  MetadataDirective: directive,
  TaggingDirective: directive,
  Tagging: text,
  CopySourceIfMatch: text,
  CopySourceIfNoneMatch: text,
  ChecksumAlgorithm: text,
});

export function copyObject(context: S3Context): Operation {
  return bucketOperation(context, 'PutObject', {
    schema: input,
    accesses: async (bucket, request) => {
      const from = parseCopySource(request.CopySource);
      const source = (await context.store.ready()).get(from.bucket);
      if (source === undefined) return writeAccesses(bucket, request);
      const named = { Key: from.key, VersionId: from.versionId };
      return [...readAccesses(source, named), ...writeAccesses(bucket, request)];
    },
    run: async (bucket, request, { account }) => {
      const from = parseCopySource(request.CopySource);
      const sourceBucket = await context.store.find(from.bucket);
      checkBucketOwner(sourceBucket, request.ExpectedSourceBucketOwner);
      const source = findVersion(sourceBucket, from.key, from.versionId);
      checkReadConditions(source, {
        IfMatch: request.CopySourceIfMatch,
        IfNoneMatch: request.CopySourceIfNoneMatch,
      });
      const isReplacing = request.MetadataDirective === 'REPLACE';
      const content = await readVersion(sourceBucket, source);
      const sum = checksumToKeep(request.ChecksumAlgorithm, source, content);
      const version = await writeVersion(context, bucket, {
        key: request.Key,
        content,
        writer: { account, acl: request.ACL },
        attributes: isReplacing ? pickAttributes(request) : copiedAttributes(source, request),
        metadata: isReplacing ? (request.Metadata ?? {}) : source.metadata,
        tags: request.TaggingDirective === 'REPLACE' ? parseTagging(request.Tagging) : source.tags,
        conditions: request,
        ...(sum === undefined ? {} : { checksum: sum }),
      });
      const { ETag, ...written } = writtenOutput(bucket, version);
      return {
        ...written,
        ...(sourceBucket.settings.versioning === undefined
          ? {}
          : { CopySourceVersionId: source.versionId }),
        CopyObjectResult: { ETag, LastModified: new Date(version.modifiedMilliseconds) },
      };
    },
  });
}

/** `/BUCKET/KEY?versionId=ID`, percent-encoded, the first slash optional. */
export function parseCopySource(header: string): {
  bucket: string;
  key: string;
  versionId?: string;
} {
  const [path = '', query = ''] = header.split(/\?(?=versionId=)/);
  const [, bucket, key] = /^\/?([^/]+)\/([\s\S]+)$/.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new ServiceError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  const versionId = new URLSearchParams(query).get('versionId');
  return versionId === null ? { bucket, key } : { bucket, key, versionId };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function copiedAttributes(source: ObjectVersion, request: z.output<typeof input>) {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = request;
  const asked = { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled };
  return { ...source.attributes, ...asked, StorageClass: request.StorageClass };
}

function checksumToKeep(
  asked: string | undefined,
  source: ObjectVersion,
  content: Uint8Array,
): ObjectVersion['checksum'] {
  const algorithm =
    CHECKSUM_ALGORITHMS.find((known) => known === asked) ?? source.checksum?.algorithm;
  if (algorithm === undefined) return undefined;
  return { algorithm, value: checksumOf(algorithm, content), type: 'FULL_OBJECT' };
}
