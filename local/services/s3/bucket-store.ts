import type { Cloud } from '../../cloud';
import { foldingLog } from '../../storage/folding-log';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket, BucketSettings } from './bucket';
import { livingEntries, loadVersions } from './bucket-index';

/** All buckets by name, kept through restarts. */
export interface BucketStore {
  /** Resolves once everything of the last run is loaded. */
  ready(): Promise<Map<string, Bucket>>;
  create(made: Pick<Bucket, 'name' | 'account' | 'region' | 'settings'>): Promise<Bucket>;
  save(bucket: Bucket): Promise<void>;
  remove(bucket: Bucket): Promise<void>;
  /** Throws NoSuchBucket. */
  find(name: string): Promise<Bucket>;
  /** Synchronous view for `location`; undefined before `ready`. */
  known(name: string): Bucket | undefined;
  /** Of those that are loaded. */
  all(): Bucket[];
}

interface Saved {
  name: string;
  /** Undefined, as the region, in state of the time when there was one account. */
  account?: string;
  region?: string;
  createdMilliseconds: number;
  settings: BucketSettings;
}
type Entry = Saved | { removed: string };

export function createBucketStore(cloud: Cloud): BucketStore {
  const log = cloud.storage.log('s3-index');
  const buckets = new Map<string, Bucket>();
  let loading: Promise<void> | undefined;
  const open = (saved: Saved): Bucket => {
    const bucket: Bucket = {
      account: cloud.account,
      region: cloud.region,
      ...saved,
      versions: new Map(),
      index: foldingLog(cloud.storage.log(`s3-index/${saved.name}`), () => livingEntries(bucket)),
      underWay: new Map(),
      current: cloud.storage.files(`s3/${saved.name}`),
      earlier: cloud.storage.files(`s3-versions/${saved.name}`),
      parts: cloud.storage.files(`s3-parts/${saved.name}`),
    };
    return bucket;
  };
  const load = async () => {
    const last = new Map<string, Saved>();
    for await (const bytes of log.read()) {
      const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as Entry;
      if ('removed' in entry) last.delete(entry.removed);
      else last.set(entry.name, entry);
    }
    await log.rewrite([...last.values()].map(encode));
    for (const saved of last.values()) {
      const bucket = open(saved);
      await loadVersions(bucket);
      buckets.set(saved.name, bucket);
    }
  };
  const ready = async () => {
    await (loading ??= cloud.clock.track(load()));
    return buckets;
  };
  return {
    ready,
    known: (name) => buckets.get(name),
    all: () => [...buckets.values()],
    find: async (name) => (await ready()).get(name) ?? refuseUnknown(name),
    create: async (made) => {
      const bucket = open({ ...made, createdMilliseconds: cloud.clock.now() });
      buckets.set(bucket.name, bucket);
      await log.append(encode(toSaved(bucket)));
      return bucket;
    },
    save: (bucket) => log.append(encode(toSaved(bucket))),
    remove: async (bucket) => {
      buckets.delete(bucket.name);
      await log.append(encode({ removed: bucket.name }));
      await bucket.index.rewrite([]);
    },
  };
}

function encode(entry: Entry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

function toSaved({ name, account, region, createdMilliseconds, settings }: Bucket): Saved {
  return { name, account, region, createdMilliseconds, settings };
}

function refuseUnknown(name: string): never {
  throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    details: { BucketName: name },
  });
}
