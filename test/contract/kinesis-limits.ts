import {
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';

import { UPPER_HALF, type KinesisSubject } from './kinesis-subject';

export function describeLimits(subject: KinesisSubject): void {
  const { fact, createStream, iterator, read, texts, put } = subject;

  describe('limits', () => {
    const many = (count: number, size: number) =>
      Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(size) }));

    fact('refuses more than 500 records in a call', async () => {
      const StreamName = await createStream();

      await expect(
        subject.client.send(new PutRecordsCommand({ StreamName, Records: many(501, 1) })),
      ).rejects.toMatchObject({
        name: expect.stringMatching(/ValidationException|InvalidArgument/) as string,
      });
    });

    fact('refuses a record above 1 MiB, its key included', async () => {
      const StreamName = await createStream();

      await expect(
        subject.client.send(
          new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(1024 * 1024) }),
        ),
      ).rejects.toMatchObject({ name: 'ValidationException' });
    });

    fact('refuses more than 5 MiB in a call', async () => {
      const StreamName = await createStream(8);

      await expect(
        subject.client.send(new PutRecordsCommand({ StreamName, Records: many(6, 1024 * 1000) })),
      ).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
    });

    fact('fails records above 1 MiB a second and shard alone', async () => {
      const StreamName = await createStream();

      const { FailedRecordCount, Records } = await subject.client.send(
        new PutRecordsCommand({ StreamName, Records: many(4, 400 * 1024) }),
      );

      expect(FailedRecordCount).toBe(2);
      expect(Records?.[3]).toMatchObject({
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage: expect.stringContaining(
          `Rate exceeded for shard shardId-000000000000 in stream ${StreamName}`,
        ) as string,
      });
    });

    fact('fails records above 1,000 a second and shard', async () => {
      const StreamName = await createStream();
      const send = () =>
        subject.client.send(new PutRecordsCommand({ StreamName, Records: many(500, 1) }));

      const answers = await Promise.all([send(), send(), send(), send()]);

      const taken = answers
        .flatMap(({ Records }) => Records!)
        .filter(({ SequenceNumber }) => SequenceNumber !== undefined).length;
      expect(taken).toBeGreaterThanOrEqual(1000);
      expect(taken).toBeLessThan(2000);
    });

    fact('refuses a sixth read of a shard within a second', async () => {
      const name = await createStream();
      const start = await iterator(name, 'shardId-000000000000');

      const answers = await Promise.allSettled(Array.from({ length: 9 }, () => read(start)));

      const refused = answers.flatMap((answer) =>
        answer.status === 'rejected' ? [answer.reason as Error] : [],
      );
      expect(refused.map(({ name: code }) => code)).toContain(
        'ProvisionedThroughputExceededException',
      );
    });

    fact('refuses an iterator that it did not give out', async () => {
      await expect(read('bm90IG91cnM=')).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
    });
  });

  describe('resharding', () => {
    fact('splits a shard at a hash key', async () => {
      const StreamName = await createStream();
      await subject.client.send(
        new SplitShardCommand({
          StreamName,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await subject.settle(StreamName);

      const { Shards } = await subject.client.send(new ListShardsCommand({ StreamName }));

      expect(Shards?.map(({ ShardId, ParentShardId }) => [ShardId, ParentShardId])).toEqual([
        ['shardId-000000000000', undefined],
        ['shardId-000000000001', 'shardId-000000000000'],
        ['shardId-000000000002', 'shardId-000000000000'],
      ]);
      expect(Shards?.[0]?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d{56}$/);
    });

    fact('ends a closed shard without a next iterator, naming its children', async () => {
      const name = await createStream();
      await put(name, 'last');
      await subject.client.send(
        new SplitShardCommand({
          StreamName: name,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await subject.settle(name);

      const answer = await read(await iterator(name, 'shardId-000000000000'));

      expect(texts(answer.Records)).toEqual(['last']);
      expect(answer.NextShardIterator).toBeUndefined();
      expect(answer.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
        'shardId-000000000001',
        'shardId-000000000002',
      ]);
    });

    fact("gives a child sequence numbers above its parent's", async () => {
      const name = await createStream();
      const parent = await put(name, 'a');
      await subject.client.send(
        new SplitShardCommand({
          StreamName: name,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await subject.settle(name);
      const child = await put(name, 'b');

      expect(BigInt(child.SequenceNumber!) > BigInt(parent.SequenceNumber!)).toBe(true);
    });

    fact('merges neighbours and refuses others', async () => {
      const StreamName = await createStream(3);
      const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
        subject.client.send(
          new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }),
        );

      await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
      await merge('shardId-000000000000', 'shardId-000000000001');
      await subject.settle(StreamName);

      const { StreamDescriptionSummary } = await subject.client.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );
      expect(StreamDescriptionSummary?.OpenShardCount).toBe(2);
    });

    fact('scales to equal ranges', async () => {
      const StreamName = await createStream(2);
      await subject.client.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount: 3,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
      await subject.settle(StreamName);

      const { Shards } = await subject.client.send(
        new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }),
      );

      const starts = Shards!
        .map(({ HashKeyRange }) => HashKeyRange!.StartingHashKey!)
        .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
      expect(starts).toEqual([
        '0',
        '113427455640312821154458202477256070485',
        '226854911280625642308916404954512140970',
      ]);
    });
  });
}
