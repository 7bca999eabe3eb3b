import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { currentVersion, earlierKey, type Bucket } from './bucket';
import { storeVersions } from './bucket-index';
import { bucketArn } from './object-accesses';
import { ownerToKeep } from './object-owner';
import { bucketInput, bucketOperation, objectInput, type S3Context } from './s3-operation';
import { keptVersions, newVersionId, replicate, toReplicate } from './write-version';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const DELETE_KEYS_MAX = 1000;

const one = z.object({ ...objectInput, VersionId: z.string().optional() });
const target = z.object({ Key: z.string().min(1), VersionId: z.string().optional() });
const many = z.object({
  ...bucketInput,
  Delete: z.object({ Objects: z.array(target).min(1), Quiet: z.boolean().optional() }),
});

type Target = z.output<typeof target>;
interface Deleted {
  VersionId?: string;
  DeleteMarker?: boolean;
}

export function deleteOperations(context: S3Context): Record<string, Operation> {
  return {
    DeleteObject: bucketOperation(context, 'DeleteObject', {
      schema: one,
      accesses: (bucket, request) => [deleteAccess(bucket, request)],
      run: (bucket, request, { account }) => remove(context, { bucket, account }, request),
    }),
    DeleteObjects: bucketOperation(context, 'DeleteObject', {
      schema: many,
      accesses: (bucket, request) =>
        request.Delete.Objects.map((object) => deleteAccess(bucket, object)),
      run: async (bucket, { Delete }, { account }) => {
        if (Delete.Objects.length > DELETE_KEYS_MAX) {
          throw new ServiceError(
            'MalformedXML',
            'The XML you provided was not well-formed or did not validate against our published schema',
          );
        }
        const deleted = await Promise.all(
          Delete.Objects.map(async (object) =>
            describe(object, await remove(context, { bucket, account }, object)),
          ),
        );
        return Delete.Quiet === true ? {} : { Deleted: deleted };
      },
    }),
  };
}

function deleteAccess(bucket: Bucket, { Key, VersionId }: Target) {
  const action = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  return { action, resource: `${bucketArn(bucket)}/${Key}` };
}

function describe({ Key, VersionId }: Target, deleted: Deleted) {
  const named = VersionId === undefined ? {} : { VersionId };
  if (deleted.DeleteMarker !== true) return { Key, ...named };
  return { Key, ...named, DeleteMarker: true, DeleteMarkerVersionId: deleted.VersionId };
}

interface Place {
  bucket: Bucket;
  /** Of whoever deletes: a delete marker has an owner, as every version has. */
  account: string;
}

function remove(
  context: S3Context,
  { bucket, account }: Place,
  { Key, VersionId }: Target,
): Promise<Deleted> {
  return context.inTurn(`${bucket.name}/${Key}`, () =>
    VersionId === undefined
      ? removeCurrent(context, { bucket, account }, Key)
      : removeVersion(bucket, Key, VersionId),
  );
}

async function removeCurrent(
  context: S3Context,
  { bucket, account }: Place,
  key: string,
): Promise<Deleted> {
  if (bucket.settings.versioning === undefined) {
    if (currentVersion(bucket, key) !== undefined)
      await storeVersions(bucket, key, { versions: [] });
    return {};
  }
  const marker = toReplicate(bucket, {
    key,
    versionId: newVersionId(context, bucket),
    isDeleteMarker: true,
    modifiedMilliseconds: context.cloud.clock.now(),
    sizeBytes: 0,
    etag: '',
    contentMd5: '',
    attributes: {},
    metadata: {},
    tags: {},
    ...ownerToKeep(bucket, { account }),
  });
  await storeVersions(bucket, key, { versions: [marker, ...keptVersions(bucket, key)] });
  replicate(context, bucket, marker);
  return { VersionId: marker.versionId, DeleteMarker: true };
}

async function removeVersion(bucket: Bucket, key: string, versionId: string): Promise<Deleted> {
  const existing = bucket.versions.get(key) ?? [];
  const found = existing.find((version) => version.versionId === versionId);
  if (found === undefined) return { VersionId: versionId };
  await storeVersions(bucket, key, { versions: existing.filter((version) => version !== found) });
  await bucket.earlier.delete(earlierKey(found));
  return { VersionId: versionId, ...(found.isDeleteMarker ? { DeleteMarker: true } : {}) };
}
