import { bucketOwnershipControlsResource } from '../../../../local/services/s3/bucket-ownership-controls-resource';
import { bucketResource } from '../../../../local/services/s3/bucket-resource';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { idOf, OWNER, sharedS3, WRITER } from './two-accounts';

async function bucketWith(ObjectOwnership?: string) {
  const shared = sharedS3();
  const owner = shared.by(OWNER);
  await owner('CreateBucket', { Bucket: 'lake' });
  if (ObjectOwnership !== undefined)
    await owner('PutBucketOwnershipControls', {
      Bucket: 'lake',
      OwnershipControls: { Rules: [{ ObjectOwnership }] },
    });
  const put = (input: object = {}) =>
    shared.by(WRITER)('PutObject', { Bucket: 'lake', Key: 'k', Body: 'x', ...input });
  const ownerOfObject = async () => {
    const { Contents } = await owner('ListObjectsV2', { Bucket: 'lake', FetchOwner: true });
    return (Contents as unknown as { Owner: { ID: string } }[])[0]?.Owner.ID;
  };
  return { ...shared, owner, put, ownerOfObject };
}

describe('the owner of an object that another account writes', () => {
  it('is the bucket’s account in a bucket as it is made', async () => {
    const { put, ownerOfObject } = await bucketWith();
    await put();

    expect(await ownerOfObject()).toBe(idOf(OWNER));
  });

  it('is the writer under ObjectWriter, whatever the ACL', async () => {
    const { put, ownerOfObject } = await bucketWith('ObjectWriter');
    await put({ ACL: 'bucket-owner-full-control' });

    expect(await ownerOfObject()).toBe(idOf(WRITER));
  });

  it('is handed over under BucketOwnerPreferred with the ACL that says so', async () => {
    const { put, ownerOfObject } = await bucketWith('BucketOwnerPreferred');

    await put();
    expect(await ownerOfObject()).toBe(idOf(WRITER));
    await put({ ACL: 'bucket-owner-full-control' });
    expect(await ownerOfObject()).toBe(idOf(OWNER));
  });

  it('becomes the bucket’s account once BucketOwnerEnforced holds', async () => {
    const { owner, put, ownerOfObject } = await bucketWith('ObjectWriter');
    await put();
    await owner('PutBucketOwnershipControls', {
      Bucket: 'lake',
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });

    expect(await ownerOfObject()).toBe(idOf(OWNER));
  });

  it('is kept for what comes in parts and by copy, and shown with each version', async () => {
    const { by, owner, put } = await bucketWith('ObjectWriter');
    await put();
    const { UploadId } = await by(WRITER)('CreateMultipartUpload', {
      Bucket: 'lake',
      Key: 'parts',
    });
    const { ETag } = await by(WRITER)('UploadPart', {
      Bucket: 'lake',
      Key: 'parts',
      UploadId,
      PartNumber: 1,
      Body: 'x',
    });
    await owner('CompleteMultipartUpload', {
      Bucket: 'lake',
      Key: 'parts',
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    });
    await owner('CopyObject', { Bucket: 'lake', Key: 'copy', CopySource: 'lake/k' });

    const { Versions } = await owner('ListObjectVersions', { Bucket: 'lake' });
    expect(Versions).toMatchObject([
      { Key: 'copy', Owner: { ID: idOf(OWNER) } },
      { Key: 'k', Owner: { ID: idOf(WRITER) } },
      { Key: 'parts', Owner: { ID: idOf(WRITER) } },
    ]);
  });
});

describe('buckets of two accounts', () => {
  it('are listed to their own account alone, and their names are taken for all', async () => {
    const { by } = sharedS3();
    await by(OWNER)('CreateBucket', { Bucket: 'lake' });
    await by(WRITER)('CreateBucket', { Bucket: 'failed' });

    expect(await by(WRITER)('ListBuckets', {})).toMatchObject({
      Owner: { ID: idOf(WRITER) },
      Buckets: [{ Name: 'failed' }],
    });
    await expect(by(WRITER)('CreateBucket', { Bucket: 'lake' })).rejects.toMatchObject({
      code: 'BucketAlreadyExists',
      status: 409,
    });
  });

  it('belong to the account and region of their block, after a restart too', async () => {
    const storage = memoryStorage();
    const block = {
      address: 'lake.aws_s3_bucket.lake',
      stack: 'lake',
      account: OWNER,
      region: 'eu-central-1',
      arguments: {},
    };
    await bucketResource(sharedS3(storage).s3).start({ bucket: 'lake' } as never, block);

    const { s3, by } = sharedS3(storage);
    const again = await bucketResource(s3).start({ bucket: 'lake' } as never, block);
    const controls = bucketOwnershipControlsResource(s3);
    await controls.start(
      controls.honours.parse({
        bucket: 'lake',
        rule: [{ object_ownership: 'ObjectWriter' }],
      }) as never,
      block,
    );

    expect(again.attributes).toMatchObject({ region: 'eu-central-1' });
    expect(await by(OWNER)('GetBucketLocation', { Bucket: 'lake' })).toEqual({
      LocationConstraint: 'eu-central-1',
    });
    expect(await by(OWNER)('ListBuckets', {})).toMatchObject({ Buckets: [{ Name: 'lake' }] });
  });

  it('are not taken over by a block of another account', async () => {
    const { s3, by } = sharedS3();
    await by(OWNER)('CreateBucket', { Bucket: 'lake' });

    const start = bucketResource(s3).start({ bucket: 'lake' } as never, {
      address: 'feed.aws_s3_bucket.lake',
      stack: 'feed',
      account: WRITER,
      region: 'eu-west-1',
      arguments: {},
    });

    await expect(start).rejects.toMatchObject({ code: 'BucketAlreadyExists' });
  });
});
