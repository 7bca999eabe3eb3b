import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  HeadObjectCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import type { S3Subject } from './s3-subject';

const ROLE = 'arn:aws:iam::123456789012:role/replication';

export function describeReplication(subject: S3Subject): void {
  const { fact, createBucket, put } = subject;
  const setVersioning = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
    subject.client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }),
    );
  const replicate = (Bucket: string, destination: string) =>
    subject.client.send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: ROLE,
          Rules: [
            {
              ID: 'people',
              Priority: 1,
              Filter: { Prefix: 'people/' },
              Status: 'Enabled',
              DeleteMarkerReplication: { Status: 'Enabled' },
              Destination: { Bucket: `arn:aws:s3:::${destination}` },
            },
          ],
        },
      }),
    );
  const versionedPair = async () => {
    const pair = [await createBucket(), await createBucket()] as const;
    for (const bucket of pair) await setVersioning(bucket, 'Enabled');
    return pair;
  };

  describe('replication', () => {
    fact('is refused from a bucket without versioning', async () => {
      const [source, destination] = [await createBucket(), await createBucket()];
      await setVersioning(destination, 'Enabled');

      await expect(replicate(source, destination)).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      });
    });

    fact('is refused to a bucket without versioning', async () => {
      const [source, destination] = [await createBucket(), await createBucket()];
      await setVersioning(source, 'Enabled');

      await expect(replicate(source, destination)).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: 'Destination bucket must have versioning enabled.',
      });
    });

    fact('is told as it was set, until it is taken away', async () => {
      const [source, destination] = await versionedPair();
      await replicate(source, destination);
      const get = () => subject.client.send(new GetBucketReplicationCommand({ Bucket: source }));

      expect((await get()).ReplicationConfiguration).toMatchObject({
        Role: ROLE,
        Rules: [
          {
            ID: 'people',
            Priority: 1,
            Filter: { Prefix: 'people/' },
            Status: 'Enabled',
            Destination: { Bucket: `arn:aws:s3:::${destination}` },
          },
        ],
      });
      await subject.client.send(new DeleteBucketReplicationCommand({ Bucket: source }));
      await expect(get()).rejects.toMatchObject({ name: 'ReplicationConfigurationNotFoundError' });
    });

    fact('keeps versioning on', async () => {
      const [source, destination] = await versionedPair();
      await replicate(source, destination);

      await expect(setVersioning(source, 'Suspended')).rejects.toMatchObject({
        name: 'InvalidBucketState',
        $metadata: { httpStatusCode: 409 },
      });
    });

    fact('is shown on what it is to copy, and on nothing else', async () => {
      const [source, destination] = await versionedPair();
      await replicate(source, destination);
      await put(source, 'people/k');
      await put(source, 'other');
      const head = (Key: string) =>
        subject.client.send(new HeadObjectCommand({ Bucket: source, Key }));

      expect((await head('people/k')).ReplicationStatus).toMatch(/^(PENDING|COMPLETED)$/);
      expect((await head('other')).ReplicationStatus).toBeUndefined();
    });
  });
}
