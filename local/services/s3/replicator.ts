import { isDiskFull } from '../../storage/disk-full-error';
import { untilRoom } from '../../storage/until-room';
import type { Bucket } from './bucket';
import { storeVersions } from './bucket-index';
import { ownerOf } from './object-owner';
import type { ObjectVersion, ReplicationStatus } from './object-version';
import { requireReplication } from './replication-role';
import { destinationOf, rulesFor, type ReplicationRule } from './replication-rules';
import type { S3Context } from './s3-operation';
import { readVersion } from './write-version';

/** S3 promises 15 minutes at the most; most copies take seconds. */
const COPY_WAIT_MILLISECONDS = 1000;

/** Copies versions to the buckets that replication rules name, each key's in the order of their writing. */
export interface Replicator {
  enqueue(bucket: Bucket, version: ObjectVersion): void;
  /** Takes up what the last run left pending. */
  resume(): Promise<void>;
  /** Ends the copy under way; what is pending stays so. */
  stop(): Promise<void>;
}

interface Pending {
  bucket: string;
  key: string;
  versionId: string;
}

type Context = Omit<S3Context, 'replicator'>;

export function createReplicator(context: Context): Replicator {
  const { clock, report } = context.cloud;
  const queue: Pending[] = [];
  const stopping = new AbortController();
  let working: Promise<void> | undefined;

  const work = async () => {
    while (queue.length > 0) {
      await clock.wait(COPY_WAIT_MILLISECONDS, stopping.signal);
      for (const pending of queue.splice(0)) {
        stopping.signal.throwIfAborted();
        await untilRoom(() => clock.track(replicate(context, pending)), {
          clock,
          signal: stopping.signal,
        });
      }
    }
  };
  const enqueue = (pending: Pending) => {
    queue.push(pending);
    if (stopping.signal.aborted) return;
    working ??= work()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted)
          report({ source: 's3', level: 'error', message: `Replication ended: ${String(error)}` });
      })
      .finally(() => {
        working = undefined;
      });
  };
  return {
    enqueue: ({ name }, { key, versionId }) => enqueue({ bucket: name, key, versionId }),
    resume: async () => {
      for (const pending of await leftPending(context)) enqueue(pending);
    },
    stop: async () => {
      stopping.abort(new Error('S3 stops'));
      await working;
    },
  };
}

/** A key's versions in their order, which no clock that is set back can change. */
async function leftPending({ store }: Context): Promise<Pending[]> {
  const sources = [...(await store.ready()).values()].filter(
    ({ settings }) => settings.documents['Replication'] !== undefined,
  );
  return sources
    .flatMap(({ name, versions }) =>
      [...versions.values()].flatMap((all) =>
        all.toReversed().map((version) => ({ ...version, bucket: name })),
      ),
    )
    .filter(({ replicationStatus }) => replicationStatus === 'PENDING');
}

async function replicate(context: Context, pending: Pending): Promise<void> {
  const bucket = (await context.store.ready()).get(pending.bucket);
  const version = bucket?.versions
    .get(pending.key)
    ?.find(({ versionId }) => versionId === pending.versionId);
  if (bucket === undefined || version === undefined) return;
  let status: ReplicationStatus = 'COMPLETED';
  for (const rule of rulesFor(bucket, version)) {
    try {
      await copyVersion(context, { bucket, version }, rule);
    } catch (error) {
      if (isDiskFull(error)) throw error;
      status = 'FAILED';
      const path = `s3://${bucket.name}/${version.key}`;
      const message = `${path} is not replicated to ${destinationOf(rule)}: ${(error as Error).message}`;
      context.cloud.report({ source: bucket.name, level: 'error', message });
    }
  }
  await setStatus(context, { bucket, version }, status);
}

interface Source {
  bucket: Bucket;
  version: ObjectVersion;
}

async function copyVersion(
  context: Context,
  { bucket, version }: Source,
  rule: ReplicationRule,
): Promise<void> {
  const destination = (await context.store.ready()).get(destinationOf(rule));
  const { Account } = rule.Destination;
  if (destination?.settings.versioning !== 'Enabled')
    throw new Error('the destination is no bucket with versioning');
  if (Account !== undefined && Account !== destination.account)
    throw new Error(`the destination belongs to ${destination.account}, not to ${Account}`);
  requireReplication(context.cloud, { bucket, version, destination, rule });
  const content = version.isDeleteMarker
    ? undefined
    : await context.inTurn(`${bucket.name}/${version.key}`, () => readVersion(bucket, version));
  const replica = replicaOf({ bucket, version }, destination, rule);
  await context.inTurn(`${destination.name}/${replica.key}`, async () => {
    const existing = destination.versions.get(replica.key) ?? [];
    if (existing.some(({ versionId }) => versionId === replica.versionId)) return;
    await storeVersions(destination, replica.key, {
      versions: [replica, ...existing],
      ...(content === undefined ? {} : { content }),
    });
    if (!replica.isDeleteMarker) context.put({ bucket: destination.name, ...replica });
  });
}

/** A replica keeps version id, time, metadata and tags of its source. */
function replicaOf(
  { bucket, version }: Source,
  destination: Bucket,
  { Destination }: ReplicationRule,
): ObjectVersion {
  const sourceOwner = ownerOf(bucket, version);
  const isDestinations =
    Destination.AccessControlTranslation !== undefined || sourceOwner === destination.account;
  const replica: ObjectVersion = {
    ...version,
    attributes: {
      ...version.attributes,
      ...(Destination.StorageClass === undefined ? {} : { StorageClass: Destination.StorageClass }),
      ...(version.attributes.SSEKMSKeyId === undefined
        ? {}
        : { SSEKMSKeyId: Destination.EncryptionConfiguration?.ReplicaKmsKeyID }),
    },
    replicationStatus: 'REPLICA',
  };
  if (isDestinations) delete replica.owner;
  else replica.owner = sourceOwner;
  return replica;
}

function setStatus(
  context: Context,
  { bucket, version }: Source,
  replicationStatus: ReplicationStatus,
): Promise<void> {
  return context.inTurn(`${bucket.name}/${version.key}`, async () => {
    const versions = (bucket.versions.get(version.key) ?? []).map((each) =>
      each.versionId === version.versionId ? { ...each, replicationStatus } : each,
    );
    await storeVersions(bucket, version.key, { versions });
  });
}
