import { createHash } from 'node:crypto';
import { currentVersion, earlierKey, type Bucket } from './bucket';
import { storeVersions } from './bucket-index';
import { encryptionOf } from './default-encryption';
import { ownerToKeep, type Writer } from './object-owner';
import { DEFAULT_CONTENT_TYPE, type ObjectAttributes, type ObjectVersion } from './object-version';
import { rulesFor } from './replication-rules';
import { checkWriteConditions, type Conditions } from './preconditions';
import type { S3Context } from './s3-operation';

export interface NewObject {
  key: string;
  content: Uint8Array;
  writer: Writer;
  attributes: ObjectAttributes;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  conditions: Conditions;
  checksum?: ObjectVersion['checksum'];
  /** After a multipart upload; else the ETag is the content's MD5. */
  multipart?: { etag: string; partCount: number };
}

/** Makes the content the key's current version, in turn with every other change of the key. */
export function writeVersion(
  context: S3Context,
  bucket: Bucket,
  added: NewObject,
): Promise<ObjectVersion> {
  return context.inTurn(`${bucket.name}/${added.key}`, async () => {
    const owner = ownerToKeep(bucket, added.writer);
    checkWriteConditions(currentVersion(bucket, added.key), added.conditions);
    const version = toReplicate(bucket, { ...newVersion(context, bucket, added), ...owner });
    const kept = keptVersions(bucket, added.key);
    await storeVersions(bucket, added.key, {
      versions: [version, ...kept],
      content: added.content,
    });
    context.put({
      bucket: bucket.name,
      key: added.key,
      versionId: version.versionId,
      sizeBytes: version.sizeBytes,
      etag: version.etag,
    });
    replicate(context, bucket, version);
    return version;
  });
}

/** The version as it starts: pending where a rule of the bucket has it copied. */
export function toReplicate(bucket: Bucket, version: ObjectVersion): ObjectVersion {
  return rulesFor(bucket, version).length === 0
    ? version
    : { ...version, replicationStatus: 'PENDING' };
}

export function replicate({ replicator }: S3Context, bucket: Bucket, version: ObjectVersion): void {
  if (version.replicationStatus === 'PENDING') replicator.enqueue(bucket, version);
}

/** What stays below a new version: everything once versioning is on, all but `null` otherwise. */
export function keptVersions(bucket: Bucket, key: string): ObjectVersion[] {
  const existing = bucket.versions.get(key) ?? [];
  return bucket.settings.versioning === 'Enabled'
    ? existing
    : existing.filter(({ versionId }) => versionId !== 'null');
}

export function newVersionId({ cloud }: S3Context, bucket: Bucket): string {
  if (bucket.settings.versioning !== 'Enabled') return 'null';
  return Buffer.from(cloud.chance.bytes(24)).toString('base64url');
}

function newVersion(context: S3Context, bucket: Bucket, added: NewObject): ObjectVersion {
  const contentMd5 = createHash('md5').update(added.content).digest('hex');
  return {
    key: added.key,
    versionId: newVersionId(context, bucket),
    isDeleteMarker: false,
    modifiedMilliseconds: context.cloud.clock.now(),
    sizeBytes: added.content.length,
    etag: added.multipart?.etag ?? contentMd5,
    contentMd5,
    attributes: {
      ContentType: DEFAULT_CONTENT_TYPE,
      ...defined(added.attributes),
      ...defined(encryptionOf(bucket, added.attributes)),
    },
    metadata: added.metadata,
    tags: added.tags,
    ...(added.multipart === undefined ? {} : { partCount: added.multipart.partCount }),
    ...(added.checksum === undefined ? {} : { checksum: added.checksum }),
  };
}

function defined(attributes: ObjectAttributes): ObjectAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** A version's bytes, wherever they lie. */
export async function readVersion(bucket: Bucket, version: ObjectVersion): Promise<Uint8Array> {
  const isCurrent = currentVersion(bucket, version.key) === version;
  const tree = isCurrent ? bucket.current : bucket.earlier;
  const content = await tree.read(isCurrent ? version.key : earlierKey(version));
  if (content !== undefined) return content;
  throw new Error(
    `The file of s3://${bucket.name}/${version.key} (version ${version.versionId}) is gone.`,
  );
}

/** The headers that tell a writer what was written. */
export function writtenOutput(bucket: Bucket, version: ObjectVersion): Record<string, unknown> {
  const { attributes, checksum } = version;
  return {
    ETag: `"${version.etag}"`,
    ...(bucket.settings.versioning === undefined ? {} : { VersionId: version.versionId }),
    ...(checksum === undefined
      ? {}
      : { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type }),
    ServerSideEncryption: attributes.ServerSideEncryption,
    SSEKMSKeyId: attributes.SSEKMSKeyId,
    BucketKeyEnabled: attributes.BucketKeyEnabled,
  };
}
