import type { FileTree, Log } from '../../storage/storage';
import { compareUtf8 } from '../../storage/compare-utf8';
import type { ObjectVersion } from './object-version';

/** What PutBucket… calls and the definition set; documents as S3's API shapes them. */
export interface BucketSettings {
  versioning?: 'Enabled' | 'Suspended';
  /** JSON text. */
  policy?: string;
  documents: Record<string, Record<string, unknown>>;
}

export interface Bucket {
  name: string;
  /** The account that made it, and the region that it stands in. */
  account: string;
  region: string;
  createdMilliseconds: number;
  settings: BucketSettings;
  /** Newest first; the first one is the current version. */
  versions: Map<string, ObjectVersion[]>;
  /** Keys in UTF-8 byte order; built when needed. */
  sortedKeys?: string[];
  index: Log;
  /** By key: what the index was told last of a change that is not finished. */
  underWay: Map<string, Uint8Array>;
  /** The current version of each key, at the key's own path. */
  current: FileTree;
  /** Earlier versions, and what lies below a delete marker. */
  earlier: FileTree;
  parts: FileTree;
}

export function currentVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  return bucket.versions.get(key)?.[0];
}

export function sortedKeys(bucket: Bucket): string[] {
  bucket.sortedKeys ??= [...bucket.versions.keys()].sort(compareUtf8);
  return bucket.sortedKeys;
}

/** Where the content of a version that is not current lies. */
export function earlierKey({ key, versionId }: ObjectVersion): string {
  return `${versionId}/${key}`;
}
