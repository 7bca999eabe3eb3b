import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Item } from '../../../../wire/attribute-value';
import {
  ARN,
  closeWorlds,
  inStream,
  type Running,
  TableName,
  withDestination,
  world,
} from './destination-world';

afterEach(closeWorlds);

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
    await clock.advance(10_000);

    expect(await inStream(running)).toHaveLength(1);
    expect(cloud.reported.map(({ level, message }) => [level, message])).toEqual([
      ['warning', `changes of table people wait for ${ARN}: Error: refused`],
    ]);
  });

  it('gets changes of more than a day ago that the stream did not take before', async () => {
    const running = await withDestination();
    const { clock } = running;
    running.answers.areRefused = true;
    await put(running, 'a');
    await put(running, 'b');
    await clock.advance(26 * 3_600_000);
    running.answers.areRefused = false;
    await clock.advance(10_000);

    const ids = (await inStream(running)).map(({ dynamodb }) => dynamodb.Keys['id']);
    expect(ids).toHaveLength(2);
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
});
