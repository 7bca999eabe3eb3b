import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { silentScreen } from '../../../cli/screen';
import { emptyBucket } from '../../../cli/steps/empty-bucket';
import { bucketServer, type BucketServer } from '../../support/bucket-server';

let server: BucketServer;

beforeAll(async () => {
  server = await bucketServer();
});

afterAll(() => server.close());

/** A versioned bucket of two feeds, each with two versions and a delete marker. */
async function lake(Bucket: string): Promise<void> {
  const { client } = server;
  await server.bucket(Bucket, {});
  await client.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  for (const Key of ['billing/changes/a', 'people/changes/a']) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
    await client.send(new PutObjectCommand({ Bucket, Key, Body: '2' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
}

async function left(Bucket: string): Promise<string[]> {
  const page = await server.client.send(new ListObjectVersionsCommand({ Bucket }));
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key }) => Key!);
}

describe('emptyBucket', () => {
  it('deletes every version and every delete marker', async () => {
    await lake('whole');

    await emptyBucket(server.client, { bucket: 'whole' }, silentScreen);

    expect(await left('whole')).toEqual([]);
  });

  it("leaves what lies outside a feed's prefix", async () => {
    await lake('part');

    await emptyBucket(server.client, { bucket: 'part', prefix: 'people/changes/' }, silentScreen);

    expect(await left('part')).toEqual([
      'billing/changes/a',
      'billing/changes/a',
      'billing/changes/a',
    ]);
  });
});
