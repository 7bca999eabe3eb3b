import {
  CreateStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  AddTagsToStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  UpdateShardCountCommand,
  type KinesisClient,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';

export interface ContractOptions {
  /** Names of cases in which the implementation is known to differ from AWS. */
  deviations?: readonly string[];
  /** Waits until a stream is active, where the implementation takes its time. */
  settle?: (streamName: string) => Promise<void>;
}

const bytes = (text: string) => Buffer.from(text);
const LOWER_HALF = '0';
const UPPER_HALF = '170141183460469231731687303715884105728';

/** What every Kinesis must do, seen through an SDK client. */
export function kinesisContract(
  makeClient: () => KinesisClient,
  options: ContractOptions = {},
): void {
  const fact = (name: string, body: () => Promise<void>) =>
    options.deviations?.includes(name) === true ? it.skip(name, body) : it(name, body);
  let client: KinesisClient;
  let streams = 0;

  beforeAll(() => {
    client = makeClient();
  });

  afterAll(() => client.destroy());

  const createStream = async (shards = 1) => {
    const StreamName = `contract-${process.pid}-${streams++}`;
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
    await options.settle?.(StreamName);
    return StreamName;
  };
  const iterator = async (
    StreamName: string,
    ShardId: string,
    type: ShardIteratorType = 'TRIM_HORIZON',
  ) =>
    (
      await client.send(
        new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: type }),
      )
    ).ShardIterator!;
  const read = (ShardIterator: string, Limit?: number) =>
    client.send(
      new GetRecordsCommand(Limit === undefined ? { ShardIterator } : { ShardIterator, Limit }),
    );
  const texts = (records: { Data?: Uint8Array | undefined }[] | undefined) =>
    (records ?? []).map(({ Data }) => Buffer.from(Data!).toString());
  const put = (StreamName: string, text: string, ExplicitHashKey?: string) =>
    client.send(
      new PutRecordCommand({
        StreamName,
        Data: bytes(text),
        PartitionKey: 'k',
        ...(ExplicitHashKey === undefined ? {} : { ExplicitHashKey }),
      }),
    );

  describe('streams', () => {
    fact('shows a new stream with its name, ARN and shards', async () => {
      const name = await createStream(2);

      const { StreamDescription } = await client.send(
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
      const { Shards } = await client.send(
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
      await client.send(
        new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
      );
      await options.settle?.(StreamName);

      const { StreamDescriptionSummary } = await client.send(
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
        client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })),
      ).rejects.toMatchObject({ name: 'ResourceInUseException' });
    });

    fact('names the stream that it does not find', async () => {
      await expect(
        client.send(new DescribeStreamCommand({ StreamName: 'absent' })),
      ).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringContaining('absent') as string,
      });
    });

    fact('lists streams page by page', async () => {
      await createStream();
      await createStream();

      const first = await client.send(new ListStreamsCommand({ Limit: 1 }));
      const second = await client.send(
        new ListStreamsCommand({ Limit: 1, NextToken: first.NextToken }),
      );

      expect(first).toMatchObject({ HasMoreStreams: true });
      expect(second.StreamNames?.[0]! > first.StreamNames?.[0]!).toBe(true);
    });

    fact('keeps tags, retention and encryption', async () => {
      const StreamName = await createStream();
      await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'billing' } }));
      await client.send(
        new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 168 }),
      );
      await client.send(
        new StartStreamEncryptionCommand({
          StreamName,
          EncryptionType: 'KMS',
          KeyId: 'alias/feed',
        }),
      );

      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
      const { Tags } = await client.send(new ListTagsForStreamCommand({ StreamName }));

      expect(StreamDescription).toMatchObject({
        RetentionPeriodHours: 168,
        EncryptionType: 'KMS',
        KeyId: 'alias/feed',
      });
      expect(Tags).toEqual([{ Key: 'team', Value: 'billing' }]);
    });

    fact('says that registered consumers are not supported', async () => {
      await expect(
        client.send(
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
      const { Records } = await client.send(
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
        const { ShardIterator } = await client.send(
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

  describe('limits', () => {
    const many = (count: number, size: number) =>
      Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(size) }));

    fact('refuses more than 500 records in a call', async () => {
      const StreamName = await createStream();

      await expect(
        client.send(new PutRecordsCommand({ StreamName, Records: many(501, 1) })),
      ).rejects.toMatchObject({
        name: expect.stringMatching(/ValidationException|InvalidArgument/) as string,
      });
    });

    fact('refuses a record above 1 MiB, its key included', async () => {
      const StreamName = await createStream();

      await expect(
        client.send(
          new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(1024 * 1024) }),
        ),
      ).rejects.toMatchObject({ name: 'ValidationException' });
    });

    fact('refuses more than 5 MiB in a call', async () => {
      const StreamName = await createStream(8);

      await expect(
        client.send(new PutRecordsCommand({ StreamName, Records: many(6, 1024 * 1000) })),
      ).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
    });

    fact('fails records above 1 MiB a second and shard alone', async () => {
      const StreamName = await createStream();

      const { FailedRecordCount, Records } = await client.send(
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
      const send = () => client.send(new PutRecordsCommand({ StreamName, Records: many(500, 1) }));

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
      await client.send(
        new SplitShardCommand({
          StreamName,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await options.settle?.(StreamName);

      const { Shards } = await client.send(new ListShardsCommand({ StreamName }));

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
      await client.send(
        new SplitShardCommand({
          StreamName: name,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await options.settle?.(name);

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
      await client.send(
        new SplitShardCommand({
          StreamName: name,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: UPPER_HALF,
        }),
      );
      await options.settle?.(name);
      const child = await put(name, 'b');

      expect(BigInt(child.SequenceNumber!) > BigInt(parent.SequenceNumber!)).toBe(true);
    });

    fact('merges neighbours and refuses others', async () => {
      const StreamName = await createStream(3);
      const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
        client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));

      await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
      await merge('shardId-000000000001', 'shardId-000000000000');
      await options.settle?.(StreamName);

      const { StreamDescriptionSummary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );
      expect(StreamDescriptionSummary?.OpenShardCount).toBe(2);
    });

    fact('scales to equal ranges', async () => {
      const StreamName = await createStream(2);
      await client.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount: 3,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
      await options.settle?.(StreamName);

      const { Shards } = await client.send(
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
