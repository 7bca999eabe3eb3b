import {
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import type { S3Subject } from './s3-subject';

const SOMEONE_ELSE = '999999999999';

/** Of one account; what two accounts see is in the tests of the local S3. */
export function describeOwnership(subject: S3Subject): void {
  const { fact, createBucket, put } = subject;

  describe('owners', () => {
    const account = async () => {
      const { Owner } = await subject.client.send(new ListBucketsCommand({}));
      return Owner!.ID!;
    };

    fact('have canonical ids of 64 hex digits, the same wherever they are shown', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');
      const ID = await account();

      const acls = [
        await subject.client.send(new GetBucketAclCommand({ Bucket })),
        await subject.client.send(new GetObjectAclCommand({ Bucket, Key: 'k' })),
      ];
      const { Versions } = await subject.client.send(new ListObjectVersionsCommand({ Bucket }));

      expect(ID).toMatch(/^[0-9a-f]{64}$/);
      for (const acl of acls)
        expect(acl).toMatchObject({
          Owner: { ID },
          Grants: [{ Grantee: { ID }, Permission: 'FULL_CONTROL' }],
        });
      expect(Versions).toMatchObject([{ Owner: { ID } }]);
    });

    fact('are listed with objects on request alone', async () => {
      const Bucket = await createBucket();
      await put(Bucket, 'k');
      const list = async (FetchOwner?: boolean) => {
        const input = FetchOwner === undefined ? { Bucket } : { Bucket, FetchOwner };
        const { Contents } = await subject.client.send(new ListObjectsV2Command(input));
        return Contents?.[0]?.Owner?.ID;
      };

      expect(await list()).toBeUndefined();
      expect(await list(true)).toBe(await account());
    });

    fact('of a new bucket own every object in it', async () => {
      const Bucket = await createBucket();

      const { OwnershipControls } = await subject.client.send(
        new GetBucketOwnershipControlsCommand({ Bucket }),
      );

      expect(OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    });

    fact('who own every object take no other ACL', async () => {
      const Bucket = await createBucket();

      await put(Bucket, 'k', { ACL: 'bucket-owner-full-control' });

      await expect(put(Bucket, 'k', { ACL: 'public-read' })).rejects.toMatchObject({
        name: 'AccessControlListNotSupported',
        $metadata: { httpStatusCode: 400 },
      });
    });

    fact('are checked where a call says whom it expects', async () => {
      const Bucket = await createBucket();
      const expecting = { Bucket, ExpectedBucketOwner: SOMEONE_ELSE };

      await expect(put(Bucket, 'k', expecting)).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
      await expect(subject.client.send(new ListObjectsV2Command(expecting))).rejects.toMatchObject({
        name: 'AccessDenied',
      });
      await put(Bucket, 'k');
      await expect(
        subject.client.send(new GetObjectCommand({ ...expecting, Key: 'k' })),
      ).rejects.toMatchObject({ name: 'AccessDenied' });
    });
  });
}
