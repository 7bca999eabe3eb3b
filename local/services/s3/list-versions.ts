import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { currentVersion, sortedKeys, type Bucket } from './bucket';
import { describeEntry, KEYS_PER_PAGE_MAX, listInput } from './list-objects';
import { listPage, nameEncoder } from './list-page';
import { canonicalUser, ownerOf } from './object-owner';
import type { ObjectVersion } from './object-version';
import { bucketOperation, type S3Context } from './s3-operation';

const input = z.object({
  ...listInput,
  KeyMarker: z.string().default(''),
  VersionIdMarker: z.string().optional(),
});

type Input = z.output<typeof input>;

export function listObjectVersions(context: S3Context): Operation {
  return bucketOperation(context, 'ListBucketVersions', {
    schema: input,
    run: (bucket, request) => {
      const encode = nameEncoder(request.EncodingType);
      const { shown, isTruncated, commonPrefixes } = page(bucket, request);
      const last = shown.at(-1);
      const describe = (version: ObjectVersion) => ({
        ...describeEntry(version, encode),
        VersionId: version.versionId,
        Owner: canonicalUser(ownerOf(bucket, version)),
        IsLatest: currentVersion(bucket, version.key) === version,
      });
      return {
        Name: bucket.name,
        Prefix: encode(request.Prefix),
        KeyMarker: encode(request.KeyMarker),
        VersionIdMarker: request.VersionIdMarker ?? '',
        MaxKeys: request.MaxKeys,
        EncodingType: request.EncodingType,
        Delimiter: request.Delimiter === '' ? undefined : encode(request.Delimiter),
        IsTruncated: isTruncated,
        NextKeyMarker: isTruncated && last !== undefined ? encode(last.key) : undefined,
        NextVersionIdMarker: isTruncated ? last?.versionId : undefined,
        Versions: shown.filter(({ isDeleteMarker }) => !isDeleteMarker).map(describe),
        DeleteMarkers: shown
          .filter(({ isDeleteMarker }) => isDeleteMarker)
          .map(describe)
          .map(({ Key, VersionId, IsLatest, LastModified, Owner }) => ({
            Key,
            VersionId,
            IsLatest,
            LastModified,
            Owner,
          })),
        CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      };
    },
  });
}

/** Versions count one by one; a key's page may end in the middle of its versions. */
function page(bucket: Bucket, { Prefix, Delimiter, KeyMarker, VersionIdMarker, MaxKeys }: Input) {
  const { keys, commonPrefixes } = listPage(sortedKeys(bucket), {
    prefix: Prefix,
    delimiter: Delimiter,
    after: KeyMarker,
    max: Infinity,
  });
  const rest =
    VersionIdMarker === undefined
      ? []
      : after(bucket.versions.get(KeyMarker) ?? [], VersionIdMarker);
  const all = [...rest, ...keys.flatMap((key) => bucket.versions.get(key) ?? [])];
  const max = Math.min(MaxKeys, KEYS_PER_PAGE_MAX);
  return { shown: all.slice(0, max), isTruncated: all.length > max, commonPrefixes };
}

function after(versions: ObjectVersion[], versionId: string): ObjectVersion[] {
  return versions.slice(versions.findIndex((version) => version.versionId === versionId) + 1);
}
