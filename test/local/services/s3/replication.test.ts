import fc from 'fast-check';
import { bucketReplicationResource } from '../../../../local/services/s3/bucket-replication-resource';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import { fillDisk, gatedStorage } from '../../../support/gated-storage';
import { idOf, OWNER, sharedS3, WRITER } from './two-accounts';

const KEY = 'arn:aws:kms:eu-central-1:222222222222:key/replica';

const block = {
  address: 'lake.aws_s3_bucket_replication_configuration.lake',
  stack: 'lake',
  account: WRITER,
  region: 'eu-west-1',
  arguments: {},
};

function open(storage?: Storage) {
  const shared = sharedS3(storage);
  const call = shared.by(WRITER);
  const statusOf = async (Bucket: string, Key: string) =>
    (await call('HeadObject', { Bucket, Key }))['ReplicationStatus'] as string | undefined;
  const keysOf = async (Bucket: string) => {
    const { Contents } = await call('ListObjectsV2', { Bucket });
    return (Contents as unknown as { Key: string }[]).map(({ Key }) => Key);
  };
  const replicate = async (rule: Record<string, unknown> = {}) => {
    const adapter = bucketReplicationResource(shared.s3);
    const given = {
      bucket: 'lake',
      role: 'arn:aws:iam::111111111111:role/replication',
      rule: [
        {
          id: 'all',
          priority: 1,
          filter: {},
          status: 'Enabled',
          delete_marker_replication: { status: 'Enabled' },
          destination: { bucket: 'arn:aws:s3:::replica' },
          ...rule,
        },
      ],
    };
    await adapter.start(adapter.honours.parse(given) as never, block);
  };
  return { ...shared, call, statusOf, keysOf, replicate };
}

async function makeBuckets({ by }: ReturnType<typeof open>, destinationOwner = WRITER) {
  for (const [account, Bucket] of [
    [WRITER, 'lake'],
    [destinationOwner, 'replica'],
  ] as const) {
    await by(account)('CreateBucket', { Bucket });
    await by(account)('PutBucketVersioning', {
      Bucket,
      VersioningConfiguration: { Status: 'Enabled' },
    });
  }
}

async function replicated(rule?: Record<string, unknown>) {
  const world = open();
  await makeBuckets(world);
  await world.replicate(rule);
  return world;
}

describe('replication', () => {
  it('copies an object with version, metadata and tags, and says how far it is', async () => {
    const { cloud, call, statusOf } = await replicated();
    const { VersionId } = await call('PutObject', {
      Bucket: 'lake',
      Key: 'k',
      Body: 'x',
      Metadata: { a: '1' },
      Tagging: 'b=2',
    });

    expect(await statusOf('lake', 'k')).toBe('PENDING');
    await cloud.clock.advance(1000);

    expect(await statusOf('lake', 'k')).toBe('COMPLETED');
    expect(await call('GetObject', { Bucket: 'replica', Key: 'k' })).toMatchObject({
      Body: Buffer.from('x'),
      Metadata: { a: '1' },
      TagCount: 1,
      VersionId,
      ReplicationStatus: 'REPLICA',
      LastModified: new Date('2026-01-15T10:00:00Z'),
    });
  });

  it.each(['replica', 'lake'])('goes on by itself when the disk of %s was full', async (bucket) => {
    const storage = gatedStorage();
    const world = open(storage);
    await makeBuckets(world);
    await world.replicate();
    for (const Key of ['a', 'b']) await world.call('PutObject', { Bucket: 'lake', Key, Body: Key });
    const writesLeft = fillDisk(storage, `s3-index/${bucket}`, 3);

    await world.cloud.clock.advance(10_000);

    expect(writesLeft()).toBe(0);
    expect(await world.keysOf('replica')).toEqual(['a', 'b']);
    expect([await world.statusOf('lake', 'a'), await world.statusOf('lake', 'b')]).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  it('keeps the order of a key’s versions, delete markers among them', async () => {
    const { cloud, call } = await replicated();
    for (const Body of ['one', 'two']) await call('PutObject', { Bucket: 'lake', Key: 'k', Body });
    await call('DeleteObject', { Bucket: 'lake', Key: 'k' });
    await call('PutObject', { Bucket: 'lake', Key: 'k', Body: 'three' });
    await cloud.clock.advance(1000);

    const idsOf = async (Bucket: string) => {
      const { Versions, DeleteMarkers } = await call('ListObjectVersions', { Bucket });
      return [Versions, DeleteMarkers].map((each) =>
        (each as unknown as { VersionId: string }[]).map(({ VersionId }) => VersionId),
      );
    };
    expect(await idsOf('replica')).toEqual(await idsOf('lake'));
  });

  it('copies what lies below the prefix, and of two rules that of the higher priority', async () => {
    const world = open();
    await makeBuckets(world);
    const rule = (Priority: number, Prefix: string, StorageClass: string) => ({
      Priority,
      Filter: { Prefix },
      Status: 'Enabled',
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: { Bucket: 'arn:aws:s3:::replica', StorageClass },
    });
    await world.call('PutBucketReplication', {
      Bucket: 'lake',
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::111111111111:role/replication',
        Rules: [rule(1, 'people/', 'STANDARD_IA'), rule(2, 'people/changes/', 'GLACIER_IR')],
      },
    });
    for (const Key of ['other', 'people/a', 'people/changes/b'])
      await world.call('PutObject', { Bucket: 'lake', Key, Body: 'x' });
    await world.call('DeleteObject', { Bucket: 'lake', Key: 'people/a' });
    await world.cloud.clock.advance(1000);

    expect(await world.statusOf('lake', 'other')).toBeUndefined();
    const { Contents } = await world.call('ListObjectsV2', { Bucket: 'replica' });
    expect(Contents).toMatchObject([
      { Key: 'people/a', StorageClass: 'STANDARD_IA' },
      { Key: 'people/changes/b', StorageClass: 'GLACIER_IR' },
    ]);
  });

  it('leaves objects under a KMS key alone unless told to, then puts them under the replica’s key', async () => {
    const { cloud, call, keysOf, replicate } = await replicated();
    const put = (Key: string) =>
      call('PutObject', {
        Bucket: 'lake',
        Key,
        Body: 'x',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/lake',
      });
    await put('before');
    await replicate({
      source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
      destination: {
        bucket: 'arn:aws:s3:::replica',
        encryption_configuration: { replica_kms_key_id: KEY },
      },
    });
    await put('after');
    await cloud.clock.advance(1000);

    expect(await keysOf('replica')).toEqual(['after']);
    expect(await call('HeadObject', { Bucket: 'replica', Key: 'after' })).toMatchObject({
      SSEKMSKeyId: KEY,
    });
  });

  it('gives the replica to the destination’s account where the rule says so', async () => {
    const world = open();
    await makeBuckets(world, OWNER);
    await world.by(OWNER)('PutBucketOwnershipControls', {
      Bucket: 'replica',
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    const ownerIn = async (Key: string) => {
      const { Contents } = await world.by(OWNER)('ListObjectsV2', {
        Bucket: 'replica',
        Prefix: Key,
        FetchOwner: true,
      });
      return (Contents as unknown as { Owner: { ID: string } }[])[0]?.Owner.ID;
    };

    await world.replicate();
    await world.call('PutObject', { Bucket: 'lake', Key: 'kept', Body: 'x' });
    await world.cloud.clock.advance(1000);
    await world.replicate({
      destination: {
        bucket: 'arn:aws:s3:::replica',
        account: OWNER,
        access_control_translation: { owner: 'Destination' },
      },
    });
    await world.call('PutObject', { Bucket: 'lake', Key: 'given', Body: 'x' });
    await world.cloud.clock.advance(1000);

    expect([await ownerIn('kept'), await ownerIn('given')]).toEqual([idOf(WRITER), idOf(OWNER)]);
  });

  it('says that a copy failed, and why', async () => {
    const { cloud, call, statusOf } = await replicated({
      destination: { bucket: 'arn:aws:s3:::replica', account: OWNER },
    });
    await call('PutObject', { Bucket: 'lake', Key: 'k', Body: 'x' });
    await cloud.clock.advance(1000);

    expect(await statusOf('lake', 'k')).toBe('FAILED');
    expect(cloud.reported.map(({ message }) => message)).toEqual([
      's3://lake/k is not replicated to replica: the destination belongs to 111111111111, not to 222222222222',
    ]);
  });

  it('goes on after a restart with what was pending', async () => {
    const storage = memoryStorage();
    const first = open(storage);
    await makeBuckets(first);
    await first.replicate();
    for (const Body of ['one', 'two'])
      await first.call('PutObject', { Bucket: 'lake', Key: 'k', Body });
    await first.s3.stop();

    const second = open(storage);
    await second.s3.resume();
    await second.cloud.clock.advance(1000);

    expect(await second.statusOf('lake', 'k')).toBe('COMPLETED');
    const { Body } = await second.call('GetObject', { Bucket: 'replica', Key: 'k' });
    expect(Buffer.from(Body!).toString()).toBe('two');
  });

  it('leaves the same versions in both buckets, whatever is written and whenever it stops', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('put a', 'put b', 'delete a', 'delete b') },
      { weight: 1, arbitrary: fc.constantFrom('wait', 'restart') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const storage = memoryStorage();
        let world = open(storage);
        await makeBuckets(world);
        await world.replicate();
        for (const each of [...steps, 'restart', 'wait']) {
          const [what, Key] = each.split(' ');
          if (what === 'put') await world.call('PutObject', { Bucket: 'lake', Key, Body: each });
          if (what === 'delete') await world.call('DeleteObject', { Bucket: 'lake', Key });
          if (what === 'wait') await world.cloud.clock.advance(1000);
          if (what === 'restart') {
            await world.s3.stop();
            world = open(storage);
            await world.s3.resume();
          }
        }

        const versionsOf = async (Bucket: string) => {
          const listed = await world.call('ListObjectVersions', { Bucket });
          return [listed['Versions'], listed['DeleteMarkers']].map((all) =>
            (all as unknown as Record<string, string>[]).map(
              ({ Key, VersionId, ETag }) => `${Key!} ${VersionId!} ${ETag ?? ''}`,
            ),
          );
        };
        expect(await versionsOf('replica')).toEqual(await versionsOf('lake'));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses rules that filter by tag', async () => {
    const world = open();
    await makeBuckets(world);
    const adapter = bucketReplicationResource(world.s3);

    const parsed = adapter.honours.safeParse({
      bucket: 'lake',
      role: 'r',
      rule: [
        {
          filter: { tag: { key: 'a', value: 'b' } },
          status: 'Enabled',
          destination: { bucket: 'arn:aws:s3:::replica' },
        },
      ],
    });

    expect(parsed.success).toBe(false);
  });
});
