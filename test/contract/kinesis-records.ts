import {
  CreateStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  AddTagsToStreamCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  StartStreamEncryptionCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';

import { bytes, LOWER_HALF, type KinesisSubject } from './kinesis-subject';

export function describeRecords(subject: KinesisSubject): void {
  const { fact, createStream, iterator, read, texts, put } = subject;

  describe('streams', () => {
    fact('shows a new stream with its name, ARN and shards', async () => {
      const name = await createStream(2);

      const { StreamDescription } = await subject.client.send(
        new DescribeStreamCommand({ StreamName: name }),
      );

      expect(StreamDescription).toMatchObject({
        StreamName: name,
        StreamStatus: 'ACTIVE',
        RetentionPeriodHours: 24,
        HasMoreShards: false,
      });
      expect(StreamDescription?.StreamARN).toMatch(
        new RegExp(`^arn:aws:kinesis:[a-z0-9-]+:\\d{12}:stream/${name}$`),
      );
    });

    fact('divides the hash keys exactly', async () => {
      const { Shards } = await subject.client.send(
        new ListShardsCommand({ StreamName: await createStream(2) }),
      );

      expect(Shards?.map(({ HashKeyRange }) => HashKeyRange)).toEqual([
        { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
        {
          StartingHashKey: '170141183460469231731687303715884105728',
          EndingHashKey: '340282366920938463463374607431768211455',
        },
      ]);
    });

    fact('starts an on-demand stream with four shards', async () => {
      const StreamName = `on-demand-${process.pid}`;
      await subject.client.send(
        new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
      );
      await subject.settle(StreamName);

      const { StreamDescriptionSummary } = await subject.client.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );

      expect(StreamDescriptionSummary).toMatchObject({
        OpenShardCount: 4,
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      });
    });

    fact('refuses a second stream of the same name', async () => {
      const StreamName = await createStream();

      await expect(
        subject.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })),
      ).rejects.toMatchObject({ name: 'ResourceInUseException' });
    });

    fact('names the stream that it does not find', async () => {
      await expect(
        subject.client.send(new DescribeStreamCommand({ StreamName: 'absent' })),
      ).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringContaining('absent') as string,
      });
    });

    fact('lists streams page by page', async () => {
      await createStream();
      await createStream();

      const first = await subject.client.send(new ListStreamsCommand({ Limit: 1 }));
      const second = await subject.client.send(
        new ListStreamsCommand({ Limit: 1, NextToken: first.NextToken }),
      );

      expect(first).toMatchObject({ HasMoreStreams: true });
      expect(second.StreamNames![0]! > first.StreamNames![0]!).toBe(true);
    });

    fact('keeps tags, retention and encryption', async () => {
      const StreamName = await createStream();
      await subject.client.send(
        new AddTagsToStreamCommand({ StreamName, Tags: { team: 'billing' } }),
      );
      await subject.client.send(
        new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 168 }),
      );
      await subject.client.send(
        new StartStreamEncryptionCommand({
          StreamName,
          EncryptionType: 'KMS',
          KeyId: 'alias/feed',
        }),
      );

      const { StreamDescription } = await subject.client.send(
        new DescribeStreamCommand({ StreamName }),
      );
      const { Tags } = await subject.client.send(new ListTagsForStreamCommand({ StreamName }));

      expect(StreamDescription).toMatchObject({
        RetentionPeriodHours: 168,
        EncryptionType: 'KMS',
        KeyId: 'alias/feed',
      });
      expect(Tags).toEqual([{ Key: 'team', Value: 'billing' }]);
    });

    fact('says that registered consumers are not supported', async () => {
      await expect(
        subject.client.send(
          new RegisterStreamConsumerCommand({
            StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/x',
            ConsumerName: 'c',
          }),
        ),
      ).rejects.toMatchObject({ message: expect.stringContaining('not supported') as string });
    });
  });

  describe('records', () => {
    fact('come back with data, key and arrival, in order', async () => {
      const name = await createStream();
      for (const text of ['a', 'b', 'c']) await put(name, text);

      const { Records, MillisBehindLatest } = await read(
        await iterator(name, 'shardId-000000000000'),
      );

      expect(texts(Records)).toEqual(['a', 'b', 'c']);
      expect(Records?.[0]).toMatchObject({
        PartitionKey: 'k',
        ApproximateArrivalTimestamp: expect.any(Date) as Date,
      });
      expect(MillisBehindLatest).toBe(0);
    });

    fact("go to the shard of their key's MD5", async () => {
      const name = await createStream(2);

      // md5('a') = 0cc1…, md5('c') = 4a8a…, md5('b') = 92eb…
      const { Records } = await subject.client.send(
        new PutRecordsCommand({
          StreamName: name,
          Records: ['a', 'b', 'c'].map((PartitionKey) => ({ PartitionKey, Data: bytes('x') })),
        }),
      );

      expect(Records?.map(({ ShardId }) => ShardId)).toEqual([
        'shardId-000000000000',
        'shardId-000000000001',
        'shardId-000000000000',
      ]);
    });

    fact('go to the shard of their explicit hash key, the largest included', async () => {
      const name = await createStream(2);

      const low = await put(name, 'x', LOWER_HALF);
      const high = await put(name, 'x', '340282366920938463463374607431768211455');

      expect([low.ShardId, high.ShardId]).toEqual(['shardId-000000000000', 'shardId-000000000001']);
    });

    fact('carry sequence numbers of 56 digits that grow', async () => {
      const name = await createStream();
      const first = await put(name, 'a');
      const second = await put(name, 'b');

      expect(first.SequenceNumber).toMatch(/^\d{56}$/);
      expect(BigInt(second.SequenceNumber!) > BigInt(first.SequenceNumber!)).toBe(true);
    });

    fact('get distinct growing sequence numbers from many writers', async () => {
      const name = await createStream();

      const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => put(name, String(n))));
      const { Records } = await read(await iterator(name, 'shardId-000000000000'));

      expect(new Set(answers.map(({ SequenceNumber }) => SequenceNumber)).size).toBe(40);
      const numbers = Records!.map(({ SequenceNumber }) => BigInt(SequenceNumber!));
      expect(numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)).toBe(
        true,
      );
    });

    fact('are read from and after a sequence number', async () => {
      const name = await createStream();
      await put(name, 'a');
      const { SequenceNumber } = await put(name, 'b');
      await put(name, 'c');
      const from = async (type: ShardIteratorType) => {
        const { ShardIterator } = await subject.client.send(
          new GetShardIteratorCommand({
            StreamName: name,
            ShardId: 'shardId-000000000000',
            ShardIteratorType: type,
            StartingSequenceNumber: SequenceNumber,
          }),
        );
        return texts((await read(ShardIterator!)).Records);
      };

      expect(await from('AT_SEQUENCE_NUMBER')).toEqual(['b', 'c']);
      expect(await from('AFTER_SEQUENCE_NUMBER')).toEqual(['c']);
    });

    fact('put after LATEST are seen by it, earlier ones are not', async () => {
      const name = await createStream();
      await put(name, 'before');
      const latest = await iterator(name, 'shardId-000000000000', 'LATEST');
      await put(name, 'after');

      expect(texts((await read(latest)).Records)).toEqual(['after']);
    });

    fact('are read in pages, each from where the last ended', async () => {
      const name = await createStream();
      for (const text of ['a', 'b', 'c']) await put(name, text);

      const first = await read(await iterator(name, 'shardId-000000000000'), 2);
      const second = await read(first.NextShardIterator!);

      expect([texts(first.Records), texts(second.Records)]).toEqual([['a', 'b'], ['c']]);
    });
  });
}
