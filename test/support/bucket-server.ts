import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3Route } from '../../local/services/s3/route';
import { createS3 } from '../../local/services/s3/service';
import { listenService } from './listen-service';

export interface BucketServer {
  client: S3Client;
  /** Makes a bucket with objects by key. */
  bucket(name: string, objects: Record<string, string | Uint8Array>): Promise<void>;
  close(): Promise<void>;
}

/** S3 alone, for code that takes a client of it. */
export async function bucketServer(): Promise<BucketServer> {
  const endpoint = await listenService('buckets', s3Route, createS3);
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: endpoint.url,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  return {
    client,
    bucket: async (Bucket, objects) => {
      await client.send(new CreateBucketCommand({ Bucket }));
      for (const [Key, Body] of Object.entries(objects)) {
        const ContentLength = Buffer.byteLength(Body);
        await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength }));
      }
    },
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
  };
}
