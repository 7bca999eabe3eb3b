import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

const TableName = 'contract-table';
const Key = { pk: { S: 'a' } };

interface Subject {
  tables: ContractCall;
  streams: ContractCall;
}

interface StreamRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: string;
  userIdentity?: unknown;
  dynamodb: Record<string, unknown> & { SequenceNumber: string };
}

/** What any DynamoDB Streams does: ours and an outside one. Each connection starts without tables. */
export function dynamoDbStreamsContract(
  connect: () => Promise<Subject>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);

  const withStream = async (StreamViewType = 'NEW_AND_OLD_IMAGES') => {
    const { tables, streams } = await connect();
    await tables('CreateTable', {
      TableName,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType },
    });
    const { Table } = (await tables('DescribeTable', { TableName })) as {
      Table: { LatestStreamArn: string };
    };
    const StreamArn = Table.LatestStreamArn;
    const shard = async () => {
      const { StreamDescription } = (await streams('DescribeStream', { StreamArn })) as {
        StreamDescription: { Shards: { ShardId: string }[] };
      };
      return StreamDescription.Shards[0]!.ShardId;
    };
    const iteratorAt = async (ShardIteratorType: string, SequenceNumber?: string) => {
      const { ShardIterator } = await streams('GetShardIterator', {
        StreamArn,
        ShardId: await shard(),
        ShardIteratorType,
        ...(SequenceNumber !== undefined && { SequenceNumber }),
      });
      return ShardIterator as string;
    };
    const read = async (ShardIterator: string, more: object = {}) =>
      (await streams('GetRecords', { ShardIterator, ...more })) as {
        Records: StreamRecord[];
        NextShardIterator?: string | null;
      };
    const put = (n: string) => tables('PutItem', { TableName, Item: { ...Key, n: { N: n } } });
    const all = async () => (await read(await iteratorAt('TRIM_HORIZON'))).Records;
    return { tables, streams, StreamArn, iteratorAt, read, put, all };
  };

  describe('DynamoDB Streams contract', () => {
    fact('tells inserts, updates and deletions with their images, in order', async () => {
      const { tables, put, all } = await withStream();
      await put('1');
      await put('2');
      await tables('DeleteItem', { TableName, Key });

      const records = await all();

      expect(
        records.map(({ eventName, dynamodb: { OldImage, NewImage } }) => [
          eventName,
          OldImage,
          NewImage,
        ]),
      ).toEqual([
        ['INSERT', undefined, { ...Key, n: { N: '1' } }],
        ['MODIFY', { ...Key, n: { N: '1' } }, { ...Key, n: { N: '2' } }],
        ['REMOVE', { ...Key, n: { N: '2' } }, undefined],
      ]);
    });

    fact('tells nothing of a write that changes nothing', async () => {
      const { tables, put, all } = await withStream();
      await put('1');
      await put('1');
      await tables('DeleteItem', { TableName, Key: { pk: { S: 'never' } } });

      expect(await all()).toHaveLength(1);
    });

    fact('tells each of many concurrent updates once', async () => {
      const { tables, all } = await withStream();
      const add = {
        TableName,
        Key,
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      };

      await Promise.all(Array.from({ length: 50 }, () => tables('UpdateItem', add)));

      expect((await all()).map(({ dynamodb }) => dynamodb['NewImage'])).toEqual(
        Array.from({ length: 50 }, (_, at) => ({ ...Key, n: { N: String(at + 1) } })),
      );
    });

    fact('tells the keys alone where the view is KEYS_ONLY', async () => {
      const { put, all } = await withStream('KEYS_ONLY');
      await put('1');

      const [record] = await all();

      expect(record?.dynamodb).toMatchObject({ Keys: Key, StreamViewType: 'KEYS_ONLY' });
      expect(record?.dynamodb).not.toHaveProperty('NewImage');
    });

    fact('shows the old image alone where the view is OLD_IMAGE', async () => {
      const { put, all } = await withStream('OLD_IMAGE');
      await put('1');
      await put('2');

      const [inserted, changed] = await all();

      expect(inserted?.dynamodb).not.toHaveProperty('NewImage');
      expect(changed?.dynamodb).not.toHaveProperty('NewImage');
      expect(changed?.dynamodb).toMatchObject({ OldImage: { ...Key, n: { N: '1' } } });
    });

    fact(
      'gives each record an id of 32 hexadecimal digits and says where it comes from',
      async () => {
        const { put, all } = await withStream();
        await put('1');

        const [record] = await all();

        expect(record).toMatchObject({ eventSource: 'aws:dynamodb', eventVersion: '1.1' });
        expect(record?.eventID).toMatch(/^[0-9a-f]{32}$/);
      },
    );

    fact('counts the bytes of keys and images', async () => {
      const { put, all } = await withStream();
      await put('12345');

      expect((await all())[0]?.dynamodb).toMatchObject({ SizeBytes: 3 + (3 + 1 + 4) });
    });

    fact('reads at and behind a sequence number', async () => {
      const { put, all, read, iteratorAt } = await withStream();
      for (const n of ['1', '2', '3']) await put(n);
      const second = (await all())[1]!.dynamodb.SequenceNumber;
      const numbers = (page: { Records: StreamRecord[] }) =>
        page.Records.map(({ dynamodb }) => (dynamodb['NewImage'] as { n: unknown }).n);

      const at = await read(await iteratorAt('AT_SEQUENCE_NUMBER', second));
      const behind = await read(await iteratorAt('AFTER_SEQUENCE_NUMBER', second));

      expect(numbers(at)).toEqual([{ N: '2' }, { N: '3' }]);
      expect(numbers(behind)).toEqual([{ N: '3' }]);
    });

    fact('reads from now on what is written later', async () => {
      const { put, read, iteratorAt } = await withStream();
      await put('1');
      const latest = await iteratorAt('LATEST');
      await put('2');

      const page = await read(latest);

      expect(page.Records.map(({ eventName }) => eventName)).toEqual(['MODIFY']);
    });

    fact('goes on with the next iterator', async () => {
      const { put, read, iteratorAt } = await withStream();
      for (const n of ['1', '2', '3']) await put(n);

      const first = await read(await iteratorAt('TRIM_HORIZON'), { Limit: 2 });
      const second = await read(first.NextShardIterator!);
      await put('4');
      const third = await read(second.NextShardIterator!);

      expect([first, second, third].map(({ Records }) => Records.length)).toEqual([2, 1, 1]);
    });

    fact('lists the stream of a table', async () => {
      const { streams, StreamArn } = await withStream();

      expect(await streams('ListStreams', { TableName })).toMatchObject({
        Streams: [{ StreamArn, TableName, StreamLabel: StreamArn.split('/').at(-1) }],
      });
      expect(await streams('ListStreams', { TableName: 'other' })).toMatchObject({ Streams: [] });
    });

    fact('describes the stream', async () => {
      const { streams, StreamArn } = await withStream('NEW_IMAGE');

      expect(await streams('DescribeStream', { StreamArn })).toMatchObject({
        StreamDescription: {
          StreamArn,
          TableName,
          StreamStatus: 'ENABLED',
          StreamViewType: 'NEW_IMAGE',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        },
      });
    });

    fact('does not know a stream that never was', async () => {
      const { streams, StreamArn } = await withStream();

      await expect(
        streams('DescribeStream', { StreamArn: StreamArn.replace(TableName, 'other-table') }),
      ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    });

    fact('keeps the stream readable to its end when it is disabled', async () => {
      const { tables, put, read, iteratorAt } = await withStream();
      const begin = await iteratorAt('TRIM_HORIZON');
      await put('1');
      await tables('UpdateTable', { TableName, StreamSpecification: { StreamEnabled: false } });
      await put('2');

      const page = await read(begin);
      const end = await read(page.NextShardIterator!);

      expect(page.Records).toHaveLength(1);
      expect(end.NextShardIterator ?? null).toBeNull();
    });
  });
}
