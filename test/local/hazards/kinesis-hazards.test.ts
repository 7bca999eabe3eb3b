import { serviceCaller } from '../../../local/cloud';
import { createKinesis } from '../../../local/services/kinesis/service';
import { kinesisSource } from '../../../local/services/shard-reader/kinesis-source';
import { openCheckpoints } from '../../../local/services/shard-reader/checkpoints';
import { followShards } from '../../../local/services/shard-reader/follow-shards';
import { readShard } from '../../../local/services/shard-reader/read-shard';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { striking } from '../../support/striking';
import { testCloud } from '../../support/test-cloud';

const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';

interface PutReply {
  FailedRecordCount: number;
  Records: { ErrorCode?: string; ErrorMessage?: string; ShardId?: string }[];
}

async function stream(times: Partial<Record<HazardName, number>>, places?: number[], shards = 1) {
  const cloud = testCloud({ hazards: striking(times, places) });
  const caller = serviceCaller(cloud, 'test');
  cloud.dispatcher.register(createKinesis(cloud).service);
  const call = (action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service: 'kinesis', action, input });
  await call('CreateStream', { StreamName: 'changes', ShardCount: shards });
  await cloud.clock.advance(60_000);
  const put = (...data: string[]) =>
    call('PutRecords', {
      StreamName: 'changes',
      Records: data.map((text) => ({ Data: Buffer.from(text), PartitionKey: 'k' })),
    }) as Promise<PutReply>;
  /** Everything in the stream, a shard's children after it. */
  const readAll = async () => {
    const read: string[] = [];
    const stopping = new AbortController();
    const { clock } = cloud;
    const source = kinesisSource({
      dispatcher: cloud.dispatcher,
      caller,
      streamArn: STREAM,
      roleArn: '',
    });
    const done = followShards({
      source,
      checkpoints: await openCheckpoints(cloud.storage.log('positions'), {
        clock,
        signal: stopping.signal,
      }),
      start: { type: 'TRIM_HORIZON' },
      clock,
      signal: stopping.signal,
      report: () => undefined,
      runShard: async (shardId, position) => {
        await readShard({
          cursor: source.open(shardId, position),
          clock,
          signal: stopping.signal,
          recordsMax: 100,
          intervalMs: () => 1000,
          report: () => undefined,
          take: (records) => {
            read.push(...records.map(({ data }) => Buffer.from(data).toString()));
            return Promise.resolve();
          },
        });
      },
    });
    await clock.advance(60_000);
    stopping.abort(new Error('enough'));
    await done;
    return read;
  };
  return { cloud, call, put, readAll };
}

describe('kinesis-put-partial', () => {
  it('stores what stands behind a refused entry, so that a retry comes after it', async () => {
    const { put, readAll } = await stream({ 'kinesis-put-partial': 1 }, [1, 0]);

    const reply = await put('first', 'second', 'third');
    await put('second');

    expect(reply.FailedRecordCount).toBe(1);
    expect(reply.Records[1]).toEqual({
      ErrorCode: 'InternalFailure',
      ErrorMessage: 'Internal Service Failure',
    });
    expect(await readAll()).toEqual(['first', 'third', 'second']);
  });
});

describe('kinesis-write-throttled', () => {
  it('refuses a whole shard and names it, the stream and the account', async () => {
    const { put, call } = await stream({ 'kinesis-write-throttled': 2 });

    const reply = await put('first', 'second');

    expect(reply.Records).toEqual(
      Array.from({ length: 2 }, () => ({
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage:
          'Rate exceeded for shard shardId-000000000000 in stream changes under account 111122223333.',
      })),
    );
    const one = { StreamName: 'changes', Data: Buffer.from('x'), PartitionKey: 'k' };
    await expect(call('PutRecord', one)).rejects.toMatchObject({
      code: 'ProvisionedThroughputExceededException',
    });
  });
});

describe('kinesis-read-throttled', () => {
  it('refuses reads; a reader tries again and misses nothing', async () => {
    const { put, readAll } = await stream({ 'kinesis-read-throttled': 3 });
    await put('first', 'second');

    expect(await readAll()).toEqual(['first', 'second']);
  });
});

describe('kinesis-reshard', () => {
  it('splits and merges under its writer; a reader has all in order, parents first', async () => {
    const { put, readAll, call } = await stream({ 'kinesis-reshard': 2 }, [0, 0, 0, 0]);

    await put('first');
    await put('second');
    await put('third');

    expect(await readAll()).toEqual(['first', 'second', 'third']);
    const { Shards } = (await call('ListShards', { StreamName: 'changes' })) as {
      Shards: { ParentShardId?: string; AdjacentParentShardId?: string }[];
    };
    expect(Shards.map(({ ParentShardId }) => ParentShardId)).toEqual([
      undefined,
      'shardId-000000000000',
      'shardId-000000000000',
      'shardId-000000000001',
    ]);
  });
});
