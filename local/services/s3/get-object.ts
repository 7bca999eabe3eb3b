import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import type { Bucket } from './bucket';
import { findRange } from './byte-range';
import { findVersion } from './find-version';
import { readAccesses } from './object-accesses';
import type { ObjectVersion } from './object-version';
import { checkReadConditions } from './preconditions';
import { bucketOperation, conditions, objectInput, type S3Context } from './s3-operation';
import { readVersion, writtenOutput } from './write-version';

const text = z.string().optional();
const input = z.object({
  ...objectInput,
  ...conditions,
  VersionId: text,
  Range: text,
  ChecksumMode: text,
  ResponseContentType: text,
  ResponseContentDisposition: text,
  ResponseContentEncoding: text,
});

type Input = z.output<typeof input>;

export function readOperations(context: S3Context): Record<string, Operation> {
  const readsWith = (bodyOf: (bucket: Bucket, version: ObjectVersion) => Promise<Uint8Array>) =>
    bucketOperation(context, 'GetObject', {
      schema: input,
      accesses: (bucket, request) => readAccesses(bucket, request),
      run: async (bucket, request) => {
        const version = findVersion(bucket, request.Key, request.VersionId);
        checkReadConditions(version, request);
        const range = findRange(request.Range, version.sizeBytes);
        const content = await bodyOf(bucket, version);
        return { ...describe(bucket, version, request), ...part(content, version, range) };
      },
    });
  return {
    GetObject: readsWith(readVersion),
    HeadObject: readsWith(() => Promise.resolve(new Uint8Array())),
  };
}

function part(content: Uint8Array, version: ObjectVersion, range: [number, number] | undefined) {
  if (range === undefined) return { Body: content, ContentLength: version.sizeBytes };
  const [first, last] = range;
  return {
    Status: 206,
    Body: content.subarray(first, last + 1),
    ContentLength: last - first + 1,
    ContentRange: `bytes ${first}-${last}/${version.sizeBytes}`,
  };
}

function describe(bucket: Bucket, version: ObjectVersion, request: Input): Record<string, unknown> {
  const written = writtenOutput(bucket, version);
  const showsChecksum = request.ChecksumMode === 'ENABLED' && request.Range === undefined;
  const tagCount = Object.keys(version.tags).length;
  return {
    ...(showsChecksum ? written : withoutChecksum(written)),
    ...version.attributes,
    ...(request.ResponseContentType === undefined
      ? {}
      : { ContentType: request.ResponseContentType }),
    ...(request.ResponseContentDisposition === undefined
      ? {}
      : { ContentDisposition: request.ResponseContentDisposition }),
    ...(request.ResponseContentEncoding === undefined
      ? {}
      : { ContentEncoding: request.ResponseContentEncoding }),
    ReplicationStatus: version.replicationStatus,
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedMilliseconds),
    Metadata: version.metadata,
    ...(tagCount === 0 ? {} : { TagCount: tagCount }),
  };
}

function withoutChecksum(written: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(written).filter(([name]) => !name.startsWith('Checksum')),
  );
}
