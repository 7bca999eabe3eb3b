import { createHash } from 'node:crypto';
import { currentVersion, earlierKey, type Bucket } from './bucket';
import type { ObjectVersion } from './object-version';

/** One key after a change to it. `isPending` says that the change's files are still being written. */
interface IndexEntry {
  key: string;
  versions: ObjectVersion[];
  isPending?: true;
}

interface VersionsChange {
  versions: ObjectVersion[];
  content?: Uint8Array;
}

/** Writes a key's new state, and the files that it asks for, so that a crash leaves the old or the new. */
export async function storeVersions(
  bucket: Bucket,
  key: string,
  change: VersionsChange,
): Promise<void> {
  try {
    await announceAndStore(bucket, key, change);
  } finally {
    bucket.underWay.delete(key);
  }
}

async function announceAndStore(
  bucket: Bucket,
  key: string,
  change: VersionsChange,
): Promise<void> {
  const before = currentVersion(bucket, key);
  const after = change.versions[0];
  await announce(bucket, { key, versions: change.versions, isPending: true });
  if (before !== undefined && before !== after && change.versions.includes(before))
    await moveAside(bucket, before);
  const content = change.content ?? (await contentToRestore(bucket, before, after));
  if (content !== undefined) await bucket.current.write(key, content);
  try {
    await announce(bucket, { key, versions: change.versions });
  } catch (error) {
    // A restart takes the change for done where its content lies in place.
    if (content !== undefined) remember(bucket, key, change.versions);
    throw error;
  }
  remember(bucket, key, change.versions);
  if (after === undefined || after.isDeleteMarker) await bucket.current.delete(key);
}

/** Brings back what `storeVersions` kept, and undoes what a crash left half done. */
export async function loadVersions(bucket: Bucket): Promise<void> {
  const pending = new Map<string, ObjectVersion[]>();
  for await (const bytes of bucket.index.read()) {
    const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as IndexEntry;
    if (entry.isPending) {
      pending.set(entry.key, entry.versions);
      continue;
    }
    pending.delete(entry.key);
    remember(bucket, entry.key, entry.versions);
  }
  for (const [key, versions] of pending) {
    if (await isWritten(bucket, versions[0], key)) remember(bucket, key, versions);
  }
  await dropStrays(bucket, pending.keys());
  await bucket.index.rewrite(livingEntries(bucket));
}

/** All that the index must tell: each key as it is, and what the changes under way have told of theirs. */
export function* livingEntries(bucket: Bucket): Generator<Uint8Array> {
  for (const [key, versions] of bucket.versions) yield encode({ key, versions });
  yield* bucket.underWay.values();
}

function announce(bucket: Bucket, entry: IndexEntry): Promise<void> {
  const bytes = encode(entry);
  bucket.underWay.set(entry.key, bytes);
  return bucket.index.append(bytes);
}

function encode(entry: IndexEntry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

function remember(bucket: Bucket, key: string, versions: ObjectVersion[]): void {
  if (bucket.versions.has(key) !== versions.length > 0) delete bucket.sortedKeys;
  if (versions.length > 0) bucket.versions.set(key, versions);
  else bucket.versions.delete(key);
}

async function moveAside(bucket: Bucket, version: ObjectVersion): Promise<void> {
  if (version.isDeleteMarker) return;
  const content = await bucket.current.read(version.key);
  if (content !== undefined) await bucket.earlier.write(earlierKey(version), content);
}

/** An earlier version that becomes current again, when what stood above it is deleted. */
async function contentToRestore(
  bucket: Bucket,
  before: ObjectVersion | undefined,
  after: ObjectVersion | undefined,
): Promise<Uint8Array | undefined> {
  if (after === undefined || after.isDeleteMarker || after.versionId === before?.versionId)
    return undefined;
  return bucket.earlier.read(earlierKey(after));
}

async function isWritten(
  bucket: Bucket,
  version: ObjectVersion | undefined,
  key: string,
): Promise<boolean> {
  if (version === undefined || version.isDeleteMarker) return false;
  const content = await bucket.current.read(key);
  return (
    content !== undefined && createHash('md5').update(content).digest('hex') === version.contentMd5
  );
}

async function dropStrays(bucket: Bucket, unfinished: Iterable<string>): Promise<void> {
  for (const key of [...unfinished, ...bucket.versions.keys()]) {
    if (currentVersion(bucket, key)?.isDeleteMarker !== false) await bucket.current.delete(key);
  }
}
