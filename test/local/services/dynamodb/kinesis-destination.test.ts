import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalService, Operation } from '../../../../local/endpoint/dispatch';
import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { kinesisDestinationResource } from '../../../../local/services/dynamodb/kinesis-destination-resource';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import type { Item } from '../../../../wire/attribute-value';
import { fakeClock } from '../../../support/fake-clock';
import { testCloud } from '../../../support/test-cloud';
import { start } from '../laptop-services';

const TableName = 'people';
const ARN = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
const open: DynamoDb[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Change {
  eventID: string;
  eventName: string;
  userIdentity: unknown;
  dynamodb: {
    ApproximateCreationDateTime: number;
    ApproximateCreationDateTimePrecision?: string;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
  };
}

interface World {
  storage?: Storage;
  directory?: string;
}

/** DynamoDB beside a stream of its account; `storage` and `directory` of an earlier one play a restart. */
function world({ storage = memoryStorage(), directory }: World = {}) {
  const clock = fakeClock(undefined, { quietTurns: 5 });
  const cloud = testCloud({ storage, clock });
  const answers = { areLost: false, areRefused: false };
  const dynamoDb = createDynamoDb(cloud, directory === undefined ? {} : { directory });
  open.push(dynamoDb);
  cloud.dispatcher.register(withTroubles(createKinesis(cloud).service, answers));
  cloud.dispatcher.register(dynamoDb.service);
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const call = (service: string, action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service, action, input }) as Promise<
      Record<string, unknown>
    >;
  const dynamo = (action: string, input: object = {}) =>
    call('dynamodb', action, { TableName, ...input });
  return { cloud, clock, dynamoDb, dynamo, call, answers };
}

/** The stream takes records and does not answer, or takes none. */
function withTroubles(
  service: LocalService,
  answers: { areLost: boolean; areRefused: boolean },
): LocalService {
  const real = service.operations['PutRecords']!;
  const PutRecords: Operation = {
    ...real,
    run: async (...given) => {
      if (answers.areRefused) throw new Error('refused');
      const output = await real.run(...given);
      if (answers.areLost) throw new Error('the answer is lost');
      return output;
    },
  };
  return { ...service, operations: { ...service.operations, PutRecords } };
}

type Running = ReturnType<typeof world>;

async function withDestination(given: World = {}, precision?: string): Promise<Running> {
  const running = world(given);
  await running.call('kinesis', 'CreateStream', { StreamName: 'changes', ShardCount: 2 });
  await running.dynamo('CreateTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await running.dynamo('EnableKinesisStreamingDestination', {
    StreamArn: ARN,
    ...(precision !== undefined && {
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
    }),
  });
  return running;
}

/** All that the stream holds, each shard in its order. */
async function inStream({ call, clock }: Running): Promise<Change[]> {
  await clock.settle();
  const { Shards } = (await call('kinesis', 'ListShards', { StreamARN: ARN })) as {
    Shards: { ShardId: string }[];
  };
  const changes: Change[] = [];
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', {
      StreamARN: ARN,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const { Records } = (await call('kinesis', 'GetRecords', { ShardIterator })) as {
      Records: { Data: Uint8Array }[];
    };
    changes.push(...Records.map(({ Data }) => JSON.parse(Buffer.from(Data).toString()) as Change));
    await clock.advance(1000);
  }
  return changes;
}

const put = ({ dynamo }: Running, id: string, more: Item = {}) =>
  dynamo('PutItem', { Item: { id: { S: id }, ...more } });
const numberIn = (image: Item | undefined) => (image?.['n'] as { N: string } | undefined)?.N;

describe('a Kinesis streaming destination', () => {
  it('gets each change once, chained by its images, and none for a write that changes nothing', async () => {
    const running = await withDestination();
    const { dynamo } = running;
    const add = {
      Key: { id: { S: 'a' } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };

    await Promise.all(Array.from({ length: 200 }, () => dynamo('UpdateItem', add)));
    await put(running, 'a', { n: { N: '200' } });
    await dynamo('UpdateItem', {
      Key: add.Key,
      UpdateExpression: 'SET n = :same',
      ExpressionAttributeValues: { ':same': { N: '200' } },
    });
    await dynamo('DeleteItem', { Key: add.Key });
    await dynamo('DeleteItem', { Key: add.Key });

    const changes = await inStream(running);
    expect(
      changes.map(({ dynamodb }) => [numberIn(dynamodb.OldImage), numberIn(dynamodb.NewImage)]),
    ).toEqual([
      [undefined, '1'],
      ...Array.from({ length: 199 }, (_, at) => [String(at + 1), String(at + 2)]),
      ['200', undefined],
    ]);
    expect(new Set(changes.map(({ eventID }) => eventID)).size).toBe(201);
  });

  it('gets all changes of a transaction, and none of a cancelled one', async () => {
    const running = await withDestination();
    const { dynamo } = running;
    const putOf = (id: string, more = {}) => ({
      Put: { TableName, Item: { id: { S: id } }, ...more },
    });

    await dynamo('TransactWriteItems', { TransactItems: [putOf('a'), putOf('b')] });
    const absent = { ConditionExpression: 'attribute_not_exists(id)' };
    const cancelled = dynamo('TransactWriteItems', {
      TransactItems: [putOf('c'), putOf('a', absent)],
    });

    await expect(cancelled).rejects.toMatchObject({ code: 'TransactionCanceledException' });
    const ids = (await inStream(running)).map(({ dynamodb }) => dynamodb.Keys['id']);
    expect(ids).toHaveLength(2);
    expect(ids).toEqual(expect.arrayContaining([{ S: 'a' }, { S: 'b' }]));
  });

  it('is told that time to live deleted an item', async () => {
    const running = await withDestination();
    const { dynamo, clock, dynamoDb } = running;
    await dynamo('UpdateTimeToLive', {
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    });
    await put(running, 'old', { until: { N: String(Math.floor(clock.now() / 1000) - 1) } });

    await dynamoDb.sweepExpired();

    expect((await inStream(running)).at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    });
  });

  it('tells the time in microseconds once it is updated', async () => {
    const running = await withDestination();
    const { dynamo, clock } = running;
    await put(running, 'a');
    await clock.settle();
    await dynamo('UpdateKinesisStreamingDestination', {
      StreamArn: ARN,
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MICROSECOND' },
    });

    await put(running, 'b');

    const times = (await inStream(running)).map(({ dynamodb }) => [
      dynamodb.Keys['id'],
      dynamodb.ApproximateCreationDateTime,
      dynamodb.ApproximateCreationDateTimePrecision,
    ]);
    expect(times).toEqual(
      expect.arrayContaining([
        [{ S: 'a' }, 1_768_471_200_000, undefined],
        [{ S: 'b' }, 1_768_471_200_000_000, 'MICROSECOND'],
      ]),
    );
  });

  it('drops a record above what Kinesis takes, and names table, key and what to do', async () => {
    const running = await withDestination();
    const { cloud } = running;
    const flags = Object.fromEntries(
      Array.from({ length: 60_000 }, (_, at) => [at.toString(36), { BOOL: true } as const]),
    );

    await put(running, 'large', { flags: { M: flags } });
    await put(running, 'small');

    expect((await inStream(running)).map(({ dynamodb }) => dynamodb.Keys['id'])).toEqual([
      { S: 'small' },
    ]);
    const [report] = cloud.reported;
    expect(report?.level).toBe('error');
    expect(report?.message).toContain('{"id":{"S":"large"}} in table people');
    expect(report?.message).toContain('reconcile --repair');
    expect(report?.message).toContain('FailedToReplicateRecordCount is 1');
  });

  it('sends again, under the same event ids, what the stream took before a crash', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-dynamodb-'));
    const storage = memoryStorage();
    const before = await withDestination({ directory, storage });
    before.answers.areLost = true;
    await put(before, 'a');
    await put(before, 'a', { n: { N: '1' } });
    await before.clock.settle();
    await before.dynamoDb.close();

    const after = world({ directory, storage });
    await after.dynamoDb.resume();
    await put(after, 'b');

    const changes = (await inStream(after)).filter(
      ({ dynamodb }) => JSON.stringify(dynamodb.Keys) === '{"id":{"S":"a"}}',
    );
    const names = changes.map(({ eventName }) => eventName);
    expect(names).toEqual(['INSERT', 'INSERT', 'MODIFY']);
    expect(changes[0]?.eventID).toBe(changes[1]?.eventID);
    rmSync(directory, { recursive: true });
  });

  it('does not send again what it had got before a clean stop', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-dynamodb-'));
    const storage = memoryStorage();
    const before = await withDestination({ directory, storage });
    await put(before, 'a');
    await before.clock.settle();
    await before.dynamoDb.close();

    const after = world({ directory, storage });
    await after.dynamoDb.resume();

    expect(await inStream(after)).toHaveLength(1);
    rmSync(directory, { recursive: true });
  });

  it('keeps changes while the stream refuses them, and says so once', async () => {
    const running = await withDestination();
    const { cloud, clock } = running;
    running.answers.areRefused = true;
    await put(running, 'a');
    await clock.advance(5000);
    running.answers.areRefused = false;
    await clock.advance(1000);

    expect(await inStream(running)).toHaveLength(1);
    expect(cloud.reported.map(({ level, message }) => [level, message])).toEqual([
      ['warning', `changes of table people wait for ${ARN}: Error: refused`],
    ]);
  });

  it('gets what was written until it is disabled, and nothing after', async () => {
    const running = await withDestination();
    const { dynamo } = running;
    running.answers.areRefused = true;
    await put(running, 'a');
    await dynamo('DisableKinesisStreamingDestination', { StreamArn: ARN });
    await put(running, 'b');
    const during = await dynamo('DescribeKinesisStreamingDestination');
    running.answers.areRefused = false;
    await running.clock.advance(2000);

    const ids = (await inStream(running)).map(({ dynamodb }) => dynamodb.Keys['id']);
    expect(ids).toEqual([{ S: 'a' }]);
    expect(during).toEqual({
      TableName,
      KinesisDataStreamDestinations: [{ StreamArn: ARN, DestinationStatus: 'DISABLING' }],
    });
    expect(await dynamo('DescribeKinesisStreamingDestination')).toEqual({
      TableName,
      KinesisDataStreamDestinations: [{ StreamArn: ARN, DestinationStatus: 'DISABLED' }],
    });
  });

  it('gives up what is left when it is disabled after its stream is gone, and says so', async () => {
    const running = await withDestination();
    const { dynamo, call, cloud, clock } = running;
    running.answers.areRefused = true;
    await put(running, 'a');
    await clock.settle();
    running.answers.areRefused = false;
    await call('kinesis', 'DeleteStream', { StreamName: 'changes' });
    await dynamo('DisableKinesisStreamingDestination', { StreamArn: ARN });
    await clock.advance(2000);

    expect(cloud.reported.at(-1)).toMatchObject({ level: 'error' });
    expect(await dynamo('DescribeKinesisStreamingDestination')).toMatchObject({
      KinesisDataStreamDestinations: [{ DestinationStatus: 'DISABLED' }],
    });
  });

  it.each([
    [
      'a stream that is on already',
      'EnableKinesisStreamingDestination',
      {},
      'must be DISABLED or ENABLE_FAILED',
    ],
    [
      'the precision that it has',
      'UpdateKinesisStreamingDestination',
      {
        UpdateKinesisStreamingConfiguration: {
          ApproximateCreationDateTimePrecision: 'MILLISECOND',
        },
      },
      'Precision is already set to the desired value of MILLISECOND',
    ],
    ['an update of nothing', 'UpdateKinesisStreamingDestination', {}, 'cannot be null'],
    [
      'another stream than its own',
      'DisableKinesisStreamingDestination',
      { StreamArn: `${ARN}-other` },
      'must be ACTIVE to perform DISABLE operation',
    ],
    [
      "another account's stream",
      'EnableKinesisStreamingDestination',
      { StreamArn: ARN.replace('111122223333', '999999999999') },
      'of account 111122223333',
    ],
  ])('refuses %s', async (_what, action, input, message) => {
    const { dynamo } = await withDestination();

    const call = dynamo(action, { StreamArn: ARN, ...input });

    await expect(call).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(call).rejects.toThrow(message);
  });

  it.each([
    ['stream', { StreamArn: `${ARN}-none` }],
    ['table', { StreamArn: ARN, TableName: 'none' }],
  ])('refuses a %s that does not exist', async (_what, input) => {
    const { dynamo } = await withDestination();

    await expect(dynamo('EnableKinesisStreamingDestination', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('is one of two at most', async () => {
    const { dynamo, call } = await withDestination();
    for (const StreamName of ['second', 'third']) {
      await call('kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
    }
    const enable = (name: string) =>
      dynamo('EnableKinesisStreamingDestination', { StreamArn: ARN.replace('changes', name) });
    await enable('second');

    await expect(enable('third')).rejects.toMatchObject({ code: 'LimitExceededException' });
  });
});

describe('aws_dynamodb_kinesis_streaming_destination', () => {
  const declare = ({ dynamoDb }: Running, precision: string) =>
    start(kinesisDestinationResource(dynamoDb), {
      table_name: TableName,
      stream_arn: ARN,
      approximate_creation_date_time_precision: precision,
    });

  it('switches the destination on, and its precision when that changes', async () => {
    const running = await withDestination();
    await running.dynamo('DisableKinesisStreamingDestination', { StreamArn: ARN });
    await running.clock.settle();

    const first = await declare(running, 'MILLISECOND');
    await declare(running, 'MICROSECOND');
    await declare(running, 'MICROSECOND');

    expect(first.attributes).toMatchObject({ id: `people,${ARN}` });
    expect(await running.dynamo('DescribeKinesisStreamingDestination')).toEqual({
      TableName,
      KinesisDataStreamDestinations: [
        {
          StreamArn: ARN,
          DestinationStatus: 'ACTIVE',
          ApproximateCreationDateTimePrecision: 'MICROSECOND',
        },
      ],
    });
  });
});
