import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import { aclOperations } from './acl-operations';
import type { Bucket } from './bucket';
import { bucketOperations } from './bucket-operations';
import { bucketSettingOperations } from './bucket-settings';
import { createBucketStore } from './bucket-store';
import { copyObject } from './copy-object';
import { deleteOperations } from './delete-object';
import { readOperations } from './get-object';
import { createKeyTurns } from './key-turns';
import { listOperations } from './list-objects';
import { listObjectVersions } from './list-versions';
import { multipartOperations } from './multipart-operations';
import { createUploadStore } from './multipart-upload';
import { taggingOperations } from './object-tags';
import { putObject } from './put-object';
import { replicationOperations } from './replication-operations';
import { createReplicator } from './replicator';
import type { PutEvent, S3Context } from './s3-operation';

export interface S3 {
  service: LocalService;
  cloud: Cloud;
  /** The account of the bucket, if there is one of that name. */
  ownerOf(bucket: string): Promise<string | undefined>;
  /** The file that holds the object's current version, for tools that open it; undefined in memory. */
  location(bucket: string, key: string): string | undefined;
  /** Keys of current objects that start with `prefix`, in UTF-8 byte order. */
  keys(bucket: string, prefix: string): Promise<string[]>;
  /** Whose the bucket is and what its policy says, as JSON text; undefined for a bucket that is not there. */
  grantsOf(bucket: string): { account: string; policy?: string } | undefined;
  /** Names of the account's buckets. */
  bucketsOf(account: string): string[];
  /** Resolves once the buckets of the last run are known. */
  loaded(): Promise<void>;
  /** Called after an object was written, by any way. Returns how to stop. */
  onPut(listener: (event: PutEvent) => void): () => void;
  /** Goes on with the replication that the last run left pending. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Buckets and objects as plain files, with their metadata in a log beside them. */
export function createS3(cloud: Cloud): S3 {
  const listeners = new Set<(event: PutEvent) => void>();
  const store = createBucketStore(cloud);
  const uploads = createUploadStore(cloud.storage.log('s3-uploads'));
  const base = {
    cloud,
    store,
    inTurn: createKeyTurns(),
    put: (event: PutEvent) => listeners.forEach((listener) => listener(event)),
  };
  const replicator = createReplicator(base);
  const context: S3Context = { ...base, replicator };
  return {
    cloud,
    service: {
      name: 's3',
      operations: {
        PutObject: putObject(context),
        CopyObject: copyObject(context),
        ListObjectVersions: listObjectVersions(context),
        ...readOperations(context),
        ...deleteOperations(context),
        ...listOperations(context),
        ...aclOperations(context),
        ...taggingOperations(context),
        ...multipartOperations(context, uploads),
        ...bucketOperations(context, uploads),
        ...bucketSettingOperations(context),
        ...replicationOperations(context),
      },
    },
    ownerOf: async (bucket) => (await store.ready()).get(bucket)?.account,
    location: (bucket, key) => cloud.storage.files(`s3/${bucket}`).location(key),
    keys: async (bucket, prefix) => liveKeys(await store.find(bucket), prefix),
    grantsOf: (name) => grantsOf(store.known(name)),
    bucketsOf: (account) =>
      store
        .all()
        .filter((bucket) => bucket.account === account)
        .map(({ name }) => name),
    loaded: async () => {
      await store.ready();
    },
    onPut: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resume: () => replicator.resume(),
    stop: () => replicator.stop(),
  };
}

function liveKeys({ versions }: Bucket, prefix: string): string[] {
  const live = [...versions].filter(
    ([key, [current]]) => key.startsWith(prefix) && current?.isDeleteMarker === false,
  );
  return live
    .map(([key]) => key)
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

function grantsOf(bucket: Bucket | undefined): ReturnType<S3['grantsOf']> {
  if (bucket === undefined) return undefined;
  const { account, settings } = bucket;
  return { account, ...(settings.policy !== undefined && { policy: settings.policy }) };
}
