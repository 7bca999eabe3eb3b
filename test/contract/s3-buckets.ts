import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

import type { S3Subject } from './s3-subject';

export function describeBuckets(subject: S3Subject): void {
  const { fact, createBucket, put, text } = subject;

  describe('lists', () => {
    fact('come in pages', async () => {
      const Bucket = await createBucket();
      for (const key of ['a', 'b', 'c']) await put(Bucket, key);

      const first = await subject.client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
      const second = await subject.client.send(
        new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken }),
      );

      expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
      expect(second.Contents?.map(({ Key }) => Key)).toEqual(['c']);
      expect(second.IsTruncated).toBe(false);
    });

    fact('roll up below a delimiter, across pages', async () => {
      const Bucket = await createBucket();
      for (const key of ['a/1', 'a/2', 'b', 'c/1']) await put(Bucket, key);

      const first = await subject.client.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1 }),
      );
      const second = await subject.client.send(
        new ListObjectsV2Command({
          Bucket,
          Delimiter: '/',
          ContinuationToken: first.NextContinuationToken,
        }),
      );

      expect(first.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
      expect(second.Contents?.map(({ Key }) => Key)).toEqual(['b']);
      expect(second.CommonPrefixes).toEqual([{ Prefix: 'c/' }]);
    });

    fact('of the first version go on after a marker', async () => {
      const Bucket = await createBucket();
      for (const key of ['a', 'b']) await put(Bucket, key);

      const { Contents } = await subject.client.send(
        new ListObjectsCommand({ Bucket, Marker: 'a' }),
      );

      expect(Contents?.map(({ Key }) => Key)).toEqual(['b']);
    });
  });

  describe('versions', () => {
    const versioned = async () => {
      const Bucket = await createBucket();
      await subject.client.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      return Bucket;
    };

    fact('are all kept and read by id', async () => {
      const Bucket = await versioned();
      const first = await put(Bucket, 'k', { Body: 'one' });
      await put(Bucket, 'k', { Body: 'two' });

      expect(await text(Bucket, 'k')).toBe('two');
      expect(await text(Bucket, 'k', { VersionId: first.VersionId })).toBe('one');
    });

    fact('are hidden by a delete marker and come back without it', async () => {
      const Bucket = await versioned();
      await put(Bucket, 'k', { Body: 'one' });
      const { VersionId, DeleteMarker } = await subject.client.send(
        new DeleteObjectCommand({ Bucket, Key: 'k' }),
      );

      expect(DeleteMarker).toBe(true);
      await expect(text(Bucket, 'k')).rejects.toMatchObject({ name: 'NoSuchKey' });
      await subject.client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
      expect(await text(Bucket, 'k')).toBe('one');
    });

    fact('are listed with their markers', async () => {
      const Bucket = await versioned();
      await put(Bucket, 'k', { Body: 'one' });
      await subject.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));

      const { Versions, DeleteMarkers } = await subject.client.send(
        new ListObjectVersionsCommand({ Bucket }),
      );

      expect(Versions).toMatchObject([{ Key: 'k', IsLatest: false, Size: 3 }]);
      expect(DeleteMarkers).toMatchObject([{ Key: 'k', IsLatest: true }]);
      expect(await subject.client.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({
        Status: 'Enabled',
      });
    });
  });

  describe('multipart uploads', () => {
    const MIB = 1024 * 1024;
    const start = async (Bucket: string) =>
      (await subject.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }))).UploadId!;
    const part = async (
      { Bucket, UploadId }: { Bucket: string; UploadId: string },
      PartNumber: number,
      size: number,
    ) => {
      const { ETag } = await subject.client.send(
        new UploadPartCommand({
          Bucket,
          Key: 'k',
          UploadId,
          PartNumber,
          Body: Buffer.alloc(size, 'a'),
        }),
      );
      return { ETag, PartNumber };
    };

    fact('become one object with the ETag of their parts', async () => {
      const Bucket = await createBucket();
      const UploadId = await start(Bucket);
      const Parts = [
        await part({ Bucket, UploadId }, 1, 5 * MIB),
        await part({ Bucket, UploadId }, 2, 10),
      ];

      const done = await subject.client.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key: 'k',
          UploadId,
          MultipartUpload: { Parts },
        }),
      );

      expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
      expect(await subject.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).toMatchObject({
        ContentLength: 5 * MIB + 10,
      });
    });

    fact('refuse a part below 5 MiB that is not the last', async () => {
      const Bucket = await createBucket();
      const UploadId = await start(Bucket);
      const Parts = [
        await part({ Bucket, UploadId }, 1, 10),
        await part({ Bucket, UploadId }, 2, 10),
      ];

      await expect(
        subject.client.send(
          new CompleteMultipartUploadCommand({
            Bucket,
            Key: 'k',
            UploadId,
            MultipartUpload: { Parts },
          }),
        ),
      ).rejects.toMatchObject({ name: 'EntityTooSmall' });
    });

    fact('list their parts until they are aborted', async () => {
      const Bucket = await createBucket();
      const UploadId = await start(Bucket);
      await part({ Bucket, UploadId }, 3, 10);

      const { Parts } = await subject.client.send(
        new ListPartsCommand({ Bucket, Key: 'k', UploadId }),
      );
      await subject.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId }));

      expect(Parts).toMatchObject([{ PartNumber: 3, Size: 10 }]);
      await expect(
        subject.client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId })),
      ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    });
  });

  describe('buckets', () => {
    fact('are listed, and told apart from absent ones', async () => {
      const Bucket = await createBucket();

      expect(
        (await subject.client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name),
      ).toContain(Bucket);
      await subject.client.send(new HeadBucketCommand({ Bucket }));
      await expect(
        subject.client.send(new ListObjectsV2Command({ Bucket: 'absent-bucket' })),
      ).rejects.toMatchObject({ name: 'NoSuchBucket' });
    });

    fact('are deleted only when empty', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');

      await expect(subject.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'BucketNotEmpty',
      });
      await subject.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      await subject.client.send(new DeleteBucketCommand({ Bucket }));
      await expect(subject.client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'NotFound',
      });
    });

    fact('show their default encryption on what is put', async () => {
      const Bucket = await createBucket();
      await subject.client.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: 'aws:kms',
                  KMSMasterKeyID: 'key-1',
                },
                BucketKeyEnabled: true,
              },
            ],
          },
        }),
      );

      expect(await put(Bucket, 'k')).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'key-1',
        BucketKeyEnabled: true,
      });
    });

    fact('keep their policy', async () => {
      const Bucket = await createBucket();
      const Policy = '{"Version":"2012-10-17","Statement":[]}';

      await expect(
        subject.client.send(new GetBucketPolicyCommand({ Bucket })),
      ).rejects.toMatchObject({
        name: 'NoSuchBucketPolicy',
      });
      await subject.client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      expect((await subject.client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(
        Policy,
      );
    });
  });
}
