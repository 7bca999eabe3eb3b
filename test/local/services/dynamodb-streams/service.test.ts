import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExchange } from '../../../../local/endpoint/create-exchange';
import { createDynamoDbStreams } from '../../../../local/services/dynamodb-streams/service';
import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import { fakeClock, type FakeClock } from '../../../support/fake-clock';
import { testCloud } from '../../../support/test-cloud';
import { readStream } from '../dynamodb/read-stream';

const TableName = 'people';
const DAY = 86_400_000;
const open: DynamoDb[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Given {
  clock?: FakeClock;
  storage?: Storage;
  directory?: string;
}

function services(given: Given = {}) {
  const clock = given.clock ?? fakeClock(undefined, { quietTurns: 5 });
  const cloud = testCloud({ clock, storage: given.storage ?? memoryStorage() });
  const { directory } = given;
  const dynamoDb = createDynamoDb(cloud, directory === undefined ? {} : { directory });
  open.push(dynamoDb);
  const streamsService = createDynamoDbStreams(dynamoDb);
  for (const { service } of [dynamoDb, streamsService]) cloud.dispatcher.register(service);
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const call = (service: string) => (action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service, action, input }) as Promise<
      Record<string, unknown>
    >;
  const [dynamo, streams] = [call('dynamodb'), call('dynamodb-streams')];
  const put = (id: string, more: object = {}) =>
    dynamo('PutItem', { TableName, Item: { id: { S: id }, ...more } });
  const exchange = createExchange({
    dispatcher: cloud.dispatcher,
    routes: [streamsService.route],
    callers: () => caller,
    requestId: () => cloud.chance.uuid(),
  });
  return { cloud, clock, dynamoDb, dynamo, streams, put, exchange };
}

async function withTable(given: Given = {}) {
  const running = services(given);
  await running.dynamo('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  return running;
}

type Services = ReturnType<typeof services>;

async function iterator({ dynamo, streams }: Services, type: string, SequenceNumber?: string) {
  const { Table } = (await dynamo('DescribeTable', { TableName })) as {
    Table: { LatestStreamArn: string };
  };
  const StreamArn = Table.LatestStreamArn;
  const { StreamDescription } = (await streams('DescribeStream', { StreamArn })) as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const { ShardIterator } = await streams('GetShardIterator', {
    StreamArn,
    ShardId: StreamDescription.Shards[0]!.ShardId,
    ShardIteratorType: type,
    ...(SequenceNumber !== undefined && { SequenceNumber }),
  });
  return ShardIterator as string;
}

const idsOf = (records: { dynamodb: { Keys: unknown } }[]) =>
  records.map(({ dynamodb }) => (dynamodb.Keys as { id: { S: string } }).id.S);

describe('DynamoDB Streams', () => {
  it('forgets changes after a day', async () => {
    const { put, clock, dynamoDb } = await withTable();
    await put('a');
    await clock.advance(DAY / 2);
    await put('b');

    await clock.advance(DAY / 2 + 1);

    expect(idsOf(await readStream(dynamoDb, TableName))).toEqual(['b']);
  });

  it('refuses to go on where changes are forgotten that were not read', async () => {
    const running = await withTable();
    const { put, clock, dynamoDb } = running;
    await put('a');
    const [first] = await readStream(dynamoDb, TableName);
    await put('b');
    await clock.advance(DAY + 1);
    await put('c');

    await expect(
      iterator(running, 'AFTER_SEQUENCE_NUMBER', first?.dynamodb.SequenceNumber),
    ).rejects.toMatchObject({ code: 'TrimmedDataAccessException' });
  });

  it('refuses an iterator after fifteen minutes, and one that it did not give out', async () => {
    const running = await withTable();
    const { streams, clock } = running;
    const ShardIterator = await iterator(running, 'LATEST');
    await clock.advance(15 * 60_000 + 1);

    await expect(streams('GetRecords', { ShardIterator })).rejects.toMatchObject({
      code: 'ExpiredIteratorException',
    });
    await expect(streams('GetRecords', { ShardIterator: 'none' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  it('begins anew under another label when it is switched off and on', async () => {
    const { put, dynamo, dynamoDb, clock } = await withTable();
    const specify = (StreamSpecification: object) =>
      dynamo('UpdateTable', { TableName, StreamSpecification });
    await put('a');
    const on = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };
    await expect(specify(on)).rejects.toThrow('Table already has an enabled stream');
    await specify({ StreamEnabled: false });
    await put('unseen');
    await clock.advance(1);
    await specify(on);
    await put('b');

    const records = await readStream(dynamoDb, TableName);

    expect(idsOf(records)).toEqual(['b']);
    expect(records[0]?.dynamodb.StreamViewType).toBe('KEYS_ONLY');
  });

  it('goes on counting after a restart, also where the clock was set back', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-streams-'));
    const storage = memoryStorage();
    const before = await withTable({ directory, storage });
    await before.put('a');
    await before.dynamoDb.close();

    const clock = fakeClock(before.clock.now() - 3_600_000, { quietTurns: 5 });
    const after = services({ directory, storage, clock });
    await after.put('b');
    await after.put('c');

    const records = await readStream(after.dynamoDb, TableName);
    const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(idsOf(records)).toEqual(['a', 'b', 'c']);
    expect(numbers).toEqual([...numbers].sort());
    await after.dynamoDb.close();
    rmSync(directory, { recursive: true });
  });

  it('writes seconds and base64 to its clients', async () => {
    const running = await withTable();
    await running.put('a', { b: { B: Buffer.from([18, 2, 8, 123]) } });
    const ShardIterator = await iterator(running, 'TRIM_HORIZON');

    const { body } = await running.exchange({
      method: 'POST',
      path: '/',
      query: '',
      headers: {
        'x-amz-target': 'DynamoDBStreams_20120810.GetRecords',
        authorization:
          'AWS4-HMAC-SHA256 Credential=x/20261121/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: Buffer.from(JSON.stringify({ ShardIterator })),
    });

    expect(JSON.parse(Buffer.from(body as Uint8Array).toString())).toMatchObject({
      Records: [
        {
          dynamodb: {
            ApproximateCreationDateTime: Date.UTC(2026, 0, 15, 10) / 1000,
            NewImage: { b: { B: 'EgIIew==' } },
          },
        },
      ],
    });
  });
});
