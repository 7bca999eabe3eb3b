import { createKinesis } from '../../../../local/services/kinesis/service';
import { gatedStorage } from '../../../support/gated-storage';
import { testCloud } from '../../../support/test-cloud';

interface Answer {
  Records: { Data: Uint8Array }[];
  ShardIterator: string;
  NextShardIterator: string;
}

async function start() {
  const storage = gatedStorage();
  const cloud = testCloud({ storage });
  const { account, dispatcher } = cloud;
  const { service } = createKinesis(cloud);
  dispatcher.register(service);
  const caller = { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` } as const;
  const call = (action: string, input: unknown) =>
    dispatcher.dispatch({ caller, service: 'kinesis', action, input }) as Promise<Answer>;
  const put = (text: string) =>
    call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) });
  const open = async (ShardIteratorType: string) => {
    const from = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType };
    let { ShardIterator } = await call('GetShardIterator', from);
    return async () => {
      const { Records, NextShardIterator } = await call('GetRecords', { ShardIterator });
      ShardIterator = NextShardIterator;
      return Records.map(({ Data }) => Buffer.from(Data).toString());
    };
  };
  const read = async () => (await open('TRIM_HORIZON'))();
  await call('CreateStream', { StreamName: 's', ShardCount: 1 });
  return { storage, put, open, read };
}

describe('a record of a stream', () => {
  it('cannot be read before it lies in the log', async () => {
    const { storage, put, read } = await start();
    await put('first');
    let release: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (release = resolve));
    storage.gate = () => written;
    const putting = put('second');

    expect(await read()).toEqual(['first']);

    release();
    await putting;
    expect(await read()).toEqual(['first', 'second']);
  });

  it.each(['TRIM_HORIZON', 'LATEST'])(
    'is read by whom found the shard empty while it was written, from %s',
    async (type) => {
      const { storage, put, open } = await start();
      const next = await open(type);
      let release: () => void = () => undefined;
      const written = new Promise<void>((resolve) => (release = resolve));
      storage.gate = () => written;
      const putting = put('first of the shard');

      expect(await next()).toEqual([]);

      release();
      await putting;
      expect(await next()).toEqual(['first of the shard']);
    },
  );

  it('is gone where it could not be written, and the next one is read', async () => {
    const { storage, put, read } = await start();
    await put('first');
    storage.gate = () => Promise.reject(new Error('no room'));
    await expect(put('lost')).rejects.toThrow('no room');
    storage.gate = () => Promise.resolve();

    await put('next');

    expect(await read()).toEqual(['first', 'next']);
  });
});
