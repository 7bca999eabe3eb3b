import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectAclCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';

import type { S3Subject } from './s3-subject';

export function describeObjects(subject: S3Subject): void {
  const { fact, createBucket, put, text } = subject;

  describe('objects', () => {
    fact('come back with content, type, metadata and ETag', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', {
        Body: 'hello',
        ContentType: 'text/plain',
        Metadata: { source: 'billing' },
      });

      const found = await subject.client.send(new GetObjectCommand({ Bucket, Key: 'k' }));

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

      const head = await subject.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));

      expect(head).toMatchObject({ ContentLength: 300_000, ContentEncoding: 'gzip' });
    });

    fact('keep the checksum they were sent with', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k', { Body: '123456789', ChecksumAlgorithm: 'CRC32' });

      const head = await subject.client.send(
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

      const { Contents } = await subject.client.send(new ListObjectsV2Command({ Bucket }));

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
        subject.client.send(new HeadObjectCommand({ Bucket, Key: 'absent' })),
      ).rejects.toMatchObject({ name: 'NotFound' });
    });

    fact('are copied with their metadata', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'from ü', { Body: 'x', Metadata: { a: '1' } });

      await subject.client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'to',
          CopySource: `${Bucket}/${encodeURIComponent('from ü')}`,
        }),
      );

      expect(await subject.client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject(
        {
          Metadata: { a: '1' },
          ContentLength: 1,
        },
      );
    });

    fact('carry tags', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');
      await subject.client.send(
        new PutObjectTaggingCommand({
          Bucket,
          Key: 'k',
          Tagging: { TagSet: [{ Key: 'a', Value: '<1>' }] },
        }),
      );

      const { TagSet } = await subject.client.send(
        new GetObjectTaggingCommand({ Bucket, Key: 'k' }),
      );

      expect(TagSet).toEqual([{ Key: 'a', Value: '<1>' }]);
      expect(await text(Bucket, 'k')).toBe('k');
    });

    fact('are left alone by calls that are not supported', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');

      await expect(
        subject.client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL: 'private' })),
      ).rejects.toThrow(/not supported/);
      expect(await text(Bucket, 'k')).toBe('k');
    });

    fact('are deleted one by one and together', async () => {
      const Bucket = await createBucket();
      for (const key of ['a', 'b', 'c']) await put(Bucket, key);

      await subject.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await subject.client.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: [{ Key: 'b' }, { Key: 'absent' }] },
        }),
      );

      const { Contents } = await subject.client.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
    });
  });
}
