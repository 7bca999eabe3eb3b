import type { StreamRecord } from '../../../../../local/services/dynamodb-streams/stream-record';
import { createDynamoDbStreams } from '../../../../../local/services/dynamodb-streams/service';
import { createDynamoDb, type DynamoDb } from '../../../../../local/services/dynamodb/service';
import type { MappingSettings } from '../../../../../local/services/lambda/event-source/mapping-settings';
import { createLambda, type Lambda } from '../../../../../local/services/lambda/service';
import { fakeClock } from '../../../../support/fake-clock';
import { scriptedService, testCloud } from '../../../../support/test-cloud';
import { JUDGE_FUNCTION } from './judge-function.data';
import { settings } from './mapped-stream';

const TableName = 'ledger';
const closing: { dynamoDb: DynamoDb; lambda: Lambda }[] = [];

afterEach(async () => {
  for (const { dynamoDb, lambda } of closing.splice(0)) {
    await lambda.mappings.stop();
    await dynamoDb.close();
  }
});

interface Event {
  Records: (Omit<StreamRecord, 'userIdentity'> & { userIdentity?: unknown })[];
}

/** A function that reads the stream of a table. */
async function mapped(
  changes: Partial<MappingSettings>,
  handle: (event: Event, invocation: number) => unknown,
) {
  const clock = fakeClock(Date.UTC(2026, 0, 15, 10, 0, 0, 700), { quietTurns: 20 });
  const cloud = testCloud({ clock });
  const dynamoDb = createDynamoDb(cloud);
  const lambda = createLambda(cloud, {
    credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  });
  closing.push({ dynamoDb, lambda });
  for (const { service } of [dynamoDb, createDynamoDbStreams(dynamoDb), lambda]) {
    cloud.dispatcher.register(service);
  }
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const dynamo = (action: string, input: object) =>
    cloud.dispatcher.dispatch({
      caller,
      service: 'dynamodb',
      action,
      input: { TableName, ...input },
    }) as Promise<Record<string, unknown>>;
  const created = (await dynamo('CreateTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  })) as { TableDescription: { LatestStreamArn: string } };
  const streamArn = created.TableDescription.LatestStreamArn;
  const batches: string[][] = [];
  lambda.registerInProcess('judge', (event: Event) => {
    batches.push(event.Records.map(({ dynamodb }) => idOf(dynamodb.Keys)));
    return handle(event, batches.length);
  });
  await lambda.startFunction(JUDGE_FUNCTION);
  const start = () => lambda.mappings.add({ ...settings, streamArn, ...changes });
  const put = (id: string, more: object = {}) =>
    dynamo('PutItem', { Item: { id: { S: id }, ...more } });
  return { cloud, clock, start, put, batches, streamArn, dynamoDb, dynamo };
}

const idOf = (keys: unknown) => (keys as { id: { S: string } }).id.S;

describe("an event source mapping over a table's stream", () => {
  it('gives the function the changes as Lambda words them', async () => {
    const events: Event[] = [];
    const { start, put, clock, streamArn } = await mapped({}, (event) => void events.push(event));
    await put('a', { b: { B: Buffer.from([18, 2, 8, 123]) } });
    await start();
    await clock.advance(2000);

    expect(events[0]?.Records).toEqual([
      {
        eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-west-1',
        dynamodb: {
          ApproximateCreationDateTime: Date.UTC(2026, 0, 15, 10) / 1000,
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' }, b: { B: 'EgIIew==' } },
          SequenceNumber: expect.stringMatching(/^\d{28}$/) as string,
          SizeBytes: 3 + (3 + 5),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: streamArn,
      },
    ]);
  });

  it('names the service that deleted an item after its time to live', async () => {
    const events: Event[] = [];
    const { start, put, clock, dynamo, dynamoDb } = await mapped(
      {},
      (event) => void events.push(event),
    );
    await dynamo('UpdateTimeToLive', {
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    });
    await put('old', { until: { N: String(Math.floor(clock.now() / 1000) - 1) } });
    await dynamoDb.sweepExpired();
    await start();
    await clock.advance(2000);

    expect(events[0]?.Records.at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    });
  });

  it('begins with LATEST at what is written from then on', async () => {
    const { start, put, clock, batches } = await mapped({ start: { type: 'LATEST' } }, () => null);
    await put('before');
    await clock.advance(1000);
    await start();
    await put('after');
    await clock.advance(2000);

    expect(batches).toEqual([['after']]);
  });

  it('goes on behind the item that failed', async () => {
    const { start, put, clock, batches } = await mapped(
      { reportsItemFailures: true },
      ({ Records }, invocation) => ({
        batchItemFailures:
          invocation === 1 ? [{ itemIdentifier: Records[1]?.dynamodb.SequenceNumber }] : [],
      }),
    );
    for (const id of ['a', 'b', 'c']) await put(id);
    await start();
    await clock.advance(10_000);

    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it('filters by the images', async () => {
    const pattern = { eventName: ['INSERT'], dynamodb: { NewImage: { n: { N: ['2'] } } } };
    const { start, put, clock, batches } = await mapped(
      { filterPatterns: [JSON.stringify(pattern)] },
      () => null,
    );
    await put('a', { n: { N: '1' } });
    await put('b', { n: { N: '2' } });
    await start();
    await clock.advance(2000);

    expect(batches).toEqual([['b']]);
  });

  it('describes what it gave up by shard and sequence numbers, in whole seconds', async () => {
    const sent: { Message: string }[] = [];
    const onFailureArn = 'arn:aws:sns:eu-west-1:111122223333:failures';
    const { cloud, start, put, clock, streamArn } = await mapped(
      { retriesMax: 0, onFailureArn },
      () => {
        throw new Error('never');
      },
    );
    scriptedService(cloud, 'sns', {
      Publish: (input: { Message: string }) => void sent.push(input),
    });
    await put('a');
    await start();
    await clock.advance(10_000);

    expect(JSON.parse(sent[0]!.Message)).toMatchObject({
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/) as string,
        approximateArrivalOfFirstRecord: '2026-01-15T10:00:00Z',
        batchSize: 1,
        streamArn,
      },
    });
  });
});
