import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
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
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface ContractOptions {
  /** Names of cases in which the implementation is known to differ from AWS. */
  deviations?: readonly string[];
}

/** What every S3 must do, seen through an SDK client with its default checksums. */
export function s3Contract(makeClient: () => S3Client, options: ContractOptions = {}): void {
  const fact = (name: string, body: () => Promise<void>) =>
    options.deviations?.includes(name) === true ? it.skip(name, body) : it(name, body);
  let client: S3Client;
  let buckets = 0;

  beforeAll(() => {
    client = makeClient();
  });

  afterAll(() => client.destroy());

  const createBucket = async () => {
    const Bucket = `contract-${process.pid}-${buckets++}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  };
  const put = (Bucket: string, Key: string, rest: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...rest }));
  const text = async (Bucket: string, Key: string, rest: Partial<GetObjectCommandInput> = {}) =>
    (await client.send(new GetObjectCommand({ Bucket, Key, ...rest }))).Body!.transformToString();

  describe('objects', () => {
    fact('come back with content, type, metadata and ETag', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', {
        Body: 'hello',
        ContentType: 'text/plain',
        Metadata: { source: 'billing' },
      });

      const found = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));

      expect(await found.Body!.transformToString()).toBe('hello');
      expect(found).toMatchObject({
        ContentType: 'text/plain',
        ContentLength: 5,
        ETag: '"5d41402abc4b2a76b9719d911017c592"',
        Metadata: { source: 'billing' },
      });
    });

    fact('are stored without the framing of a streamed upload', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', {
        Body: Readable.from([Buffer.alloc(200_000, 'a'), Buffer.alloc(100_000, 'b')]),
        ContentLength: 300_000,
        ContentEncoding: 'gzip',
      });

      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));

      expect(head).toMatchObject({ ContentLength: 300_000, ContentEncoding: 'gzip' });
    });

    fact('keep the checksum they were sent with', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', { Body: '123456789', ChecksumAlgorithm: 'CRC32' });

      const head = await client.send(
        new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }),
      );

      expect(head.ChecksumCRC32).toBe('y/Q5Jg==');
    });

    fact('are checked against every checksum', async () => {
      const Bucket = await createBucket();
      const body = { Body: '123456789' };

      // The check values of the CRC catalogue: 0xe3069283 and 0xae8b14860a799888.
      await put(Bucket, 'c', { ...body, ChecksumCRC32C: '4waSgw==' });
      await put(Bucket, 'n', { ...body, ChecksumCRC64NVME: 'rosUhgp5mIg=' });
      await expect(put(Bucket, 'x', { ...body, ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
        name: 'BadDigest',
      });
      await expect(
        put(Bucket, 'x', { ...body, ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      ).rejects.toMatchObject({ name: 'BadDigest' });
    });

    fact('have keys of any characters', async () => {
      const Bucket = await createBucket();
      const keys = ['a', 'a/b', 'day=2026-11-21/x y+z%&#.json', 'ü/😀', '<&>"', 'a//b', 'A'];
      for (const key of keys) await put(Bucket, key);

      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));

      expect(new Set(Contents!.map(({ Key }) => Key))).toEqual(new Set(keys));
      for (const key of keys) expect(await text(Bucket, key)).toBe(key);
    });

    fact('are read in ranges', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', { Body: '0123456789' });

      expect(await text(Bucket, 'k', { Range: 'bytes=2-4' })).toBe('234');
      expect(await text(Bucket, 'k', { Range: 'bytes=7-' })).toBe('789');
      expect(await text(Bucket, 'k', { Range: 'bytes=-2' })).toBe('89');
      await expect(text(Bucket, 'k', { Range: 'bytes=10-' })).rejects.toMatchObject({
        name: 'InvalidRange',
      });
    });

    fact('are read and written on conditions', async () => {
      const Bucket = await createBucket();
      const { ETag } = await put(Bucket, 'k', { IfNoneMatch: '*' });

      await expect(put(Bucket, 'k', { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(put(Bucket, 'k', { IfMatch: '"other"' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(text(Bucket, 'k', { IfNoneMatch: ETag })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
      expect(await text(Bucket, 'k', { IfMatch: ETag })).toBe('k');
    });

    fact('that are absent are told by name, by HEAD too', async () => {
      const Bucket = await createBucket();

      await expect(text(Bucket, 'absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(
        client.send(new HeadObjectCommand({ Bucket, Key: 'absent' })),
      ).rejects.toMatchObject({ name: 'NotFound' });
    });

    fact('are copied with their metadata', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'from ü', { Body: 'x', Metadata: { a: '1' } });

      await client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'to',
          CopySource: `${Bucket}/${encodeURIComponent('from ü')}`,
        }),
      );

      expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({
        Metadata: { a: '1' },
        ContentLength: 1,
      });
    });

    fact('carry tags', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');
      await client.send(
        new PutObjectTaggingCommand({
          Bucket,
          Key: 'k',
          Tagging: { TagSet: [{ Key: 'a', Value: '<1>' }] },
        }),
      );

      const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }));

      expect(TagSet).toEqual([{ Key: 'a', Value: '<1>' }]);
      expect(await text(Bucket, 'k')).toBe('k');
    });

    fact('are left alone by calls that are not supported', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');

      await expect(
        client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL: 'private' })),
      ).rejects.toThrow(/not supported/);
      expect(await text(Bucket, 'k')).toBe('k');
    });

    fact('are deleted one by one and together', async () => {
      const Bucket = await createBucket();
      for (const key of ['a', 'b', 'c']) await put(Bucket, key);

      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await client.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: [{ Key: 'b' }, { Key: 'absent' }] },
        }),
      );

      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
    });
  });

  describe('lists', () => {
    fact('come in pages', async () => {
      const Bucket = await createBucket();
      for (const key of ['a', 'b', 'c']) await put(Bucket, key);

      const first = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
      const second = await client.send(
        new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken }),
      );

      expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
      expect(second.Contents?.map(({ Key }) => Key)).toEqual(['c']);
      expect(second.IsTruncated).toBe(false);
    });

    fact('roll up below a delimiter, across pages', async () => {
      const Bucket = await createBucket();
      for (const key of ['a/1', 'a/2', 'b', 'c/1']) await put(Bucket, key);

      const first = await client.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1 }),
      );
      const second = await client.send(
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

      const { Contents } = await client.send(new ListObjectsCommand({ Bucket, Marker: 'a' }));

      expect(Contents?.map(({ Key }) => Key)).toEqual(['b']);
    });
  });

  describe('versions', () => {
    const versioned = async () => {
      const Bucket = await createBucket();
      await client.send(
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
      const { VersionId, DeleteMarker } = await client.send(
        new DeleteObjectCommand({ Bucket, Key: 'k' }),
      );

      expect(DeleteMarker).toBe(true);
      await expect(text(Bucket, 'k')).rejects.toMatchObject({ name: 'NoSuchKey' });
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
      expect(await text(Bucket, 'k')).toBe('one');
    });

    fact('are listed with their markers', async () => {
      const Bucket = await versioned();
      await put(Bucket, 'k', { Body: 'one' });
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));

      const { Versions, DeleteMarkers } = await client.send(
        new ListObjectVersionsCommand({ Bucket }),
      );

      expect(Versions).toMatchObject([{ Key: 'k', IsLatest: false, Size: 3 }]);
      expect(DeleteMarkers).toMatchObject([{ Key: 'k', IsLatest: true }]);
      expect(await client.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({
        Status: 'Enabled',
      });
    });
  });

  describe('multipart uploads', () => {
    const MIB = 1024 * 1024;
    const start = async (Bucket: string) =>
      (await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }))).UploadId!;
    const part = async (Bucket: string, UploadId: string, PartNumber: number, size: number) => {
      const { ETag } = await client.send(
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
      const Parts = [await part(Bucket, UploadId, 1, 5 * MIB), await part(Bucket, UploadId, 2, 10)];

      const done = await client.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key: 'k',
          UploadId,
          MultipartUpload: { Parts },
        }),
      );

      expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
      expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).toMatchObject({
        ContentLength: 5 * MIB + 10,
      });
    });

    fact('refuse a part below 5 MiB that is not the last', async () => {
      const Bucket = await createBucket();
      const UploadId = await start(Bucket);
      const Parts = [await part(Bucket, UploadId, 1, 10), await part(Bucket, UploadId, 2, 10)];

      await expect(
        client.send(
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
      await part(Bucket, UploadId, 3, 10);

      const { Parts } = await client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId }));
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId }));

      expect(Parts).toMatchObject([{ PartNumber: 3, Size: 10 }]);
      await expect(
        client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId })),
      ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    });
  });

  describe('buckets', () => {
    fact('are listed, and told apart from absent ones', async () => {
      const Bucket = await createBucket();

      expect(
        (await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name),
      ).toContain(Bucket);
      await client.send(new HeadBucketCommand({ Bucket }));
      await expect(
        client.send(new ListObjectsV2Command({ Bucket: 'absent-bucket' })),
      ).rejects.toMatchObject({ name: 'NoSuchBucket' });
    });

    fact('are deleted only when empty', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');

      await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'BucketNotEmpty',
      });
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      await client.send(new DeleteBucketCommand({ Bucket }));
      await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'NotFound',
      });
    });

    fact('show their default encryption on what is put', async () => {
      const Bucket = await createBucket();
      await client.send(
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

      await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
        name: 'NoSuchBucketPolicy',
      });
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    });
  });
}
