import { createS3 } from '../../../../local/services/s3/service';
import { gatedStorage, type GatedStorage } from '../../../support/gated-storage';
import { testCloud } from '../../../support/test-cloud';

function start(storage: GatedStorage) {
  const cloud = testCloud({ storage });
  const { account, dispatcher } = cloud;
  const { service } = createS3(cloud);
  dispatcher.register(service);
  const caller = { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` } as const;
  const call = (action: string, input: Record<string, unknown>) =>
    dispatcher.dispatch({
      caller,
      service: 's3',
      action,
      input: { Bucket: 'lake', ...input },
    }) as Promise<{ Contents?: { Key: string; Size: number }[] }>;
  const put = (Key: string, text: string) => call('PutObject', { Key, Body: Buffer.from(text) });
  const list = async () => {
    const { Contents = [] } = await call('ListObjectsV2', {});
    return Contents.map(({ Key, Size }) => `${Key} ${Size}`);
  };
  return { call, put, list };
}

/** Fails from the `count`th append of the bucket's index on. */
function failFrom(storage: GatedStorage, count: number): void {
  let appends = 0;
  storage.gate = (name) => {
    if (name !== 's3-index/lake') return Promise.resolve();
    appends += 1;
    return appends < count ? Promise.resolve() : Promise.reject(new Error('no room'));
  };
}

describe('S3 after a write that failed', () => {
  it.each([
    { what: 'before its content was written', append: 1, found: ['old 5'] },
    { what: 'after its content was written', append: 2, found: ['new 3', 'old 3'] },
  ])('shows what a restart finds, where it failed $what', async ({ append, found }) => {
    const storage = gatedStorage();
    const { call, put, list } = start(storage);
    await call('CreateBucket', {});
    await put('old', 'first');
    failFrom(storage, append);
    await expect(put('old', 'two')).rejects.toThrow('no room');
    failFrom(storage, append);
    await expect(put('new', 'two')).rejects.toThrow('no room');
    failFrom(storage, Infinity);

    expect(await list()).toEqual(found);
    expect(await start(storage).list()).toEqual(found);
  });

  it('keeps the index of a key that is written often short, and all keys in it', async () => {
    const storage = gatedStorage();
    const { call, put, list } = start(storage);
    await call('CreateBucket', {});
    await put('kept', 'first');

    for (let at = 0; at < 1500; at += 1) await put('often', String(at));

    let entries = 0;
    for await (const entry of storage.log('s3-index/lake').read())
      entries += Math.sign(entry.length);
    expect(entries).toBeLessThanOrEqual(1003);
    expect(await list()).toEqual(['kept 5', 'often 4']);
    expect(await start(storage).list()).toEqual(['kept 5', 'often 4']);
  });
});
