import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item } from '../../../../wire/attribute-value';
import { createDynamoDb } from '../../../../local/services/dynamodb/service';
import { tableResource } from '../../../../local/services/dynamodb/table-resource';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { caller, start, testCloud } from '../laptop-services';
import { readStream } from './read-stream';

const TABLE = 'ledger';
const closing: (() => Promise<void>)[] = [];
const NOW_SECONDS = Date.UTC(2026, 10, 21, 10, 0, 0) / 1000;

const ARGUMENTS = {
  name: TABLE,
  hash_key: 'pk',
  billing_mode: 'PAY_PER_REQUEST',
  attribute: [{ name: 'pk', type: 'S' }],
  ttl: { attribute_name: 'until', enabled: true },
  point_in_time_recovery: { enabled: true },
  server_side_encryption: { enabled: true, kms_key_arn: 'arn:aws:kms:key' },
  deletion_protection_enabled: true,
  stream_enabled: true,
  stream_view_type: 'NEW_AND_OLD_IMAGES',
};

async function setUp(directory?: string, storage = memoryStorage()) {
  const { cloud } = testCloud({ storage });
  const dynamoDb = createDynamoDb(cloud, directory === undefined ? {} : { directory });
  closing.push(() => dynamoDb.close());
  const call = caller(cloud, dynamoDb.service);
  const running = await start(tableResource(dynamoDb), ARGUMENTS);
  return { dynamoDb, call, running };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const put = (pk: string, more: object = {}) => ({
  TableName: TABLE,
  Item: { pk: { S: pk }, ...more },
});
const key = (pk: string) => ({ TableName: TABLE, Key: { pk: { S: pk } } });
const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('DynamoDB', () => {
  it('keeps a number of 38 digits exactly', async () => {
    const { call } = await setUp();
    const n = { N: '12345678901234567890123456789.012345678' };
    await call('PutItem', put('a', { n }));

    expect(await call('GetItem', key('a'))).toMatchObject({ Item: { n } });
  });

  it('gives binary values as bytes', async () => {
    const { call } = await setUp();
    await call('PutItem', put('a', { b: { B: Uint8Array.from([0, 255]) } }));

    const { Item } = await call('GetItem', key('a'));

    expect(Item).toEqual({ pk: { S: 'a' }, b: { B: Uint8Array.from([0, 255]) } });
  });

  it.each([
    ['a value', null],
    ['a member of a map', { M: { inner: null } }],
    ['an element of a list', { L: [{ S: 'x' }, null] }],
    ['an element of a set of strings', { SS: ['x', null] }],
    ['an element of a set of bytes', { BS: [null] }],
  ])('refuses a null as %s', async (_place, given) => {
    const { call } = await setUp();
    const update = {
      ...key('a'),
      UpdateExpression: 'SET given = :given',
      ExpressionAttributeValues: { ':given': given },
    };
    const puts = { [TABLE]: [{ PutRequest: { Item: { pk: { S: 'a' }, given } } }] };
    const refusal = { code: 'ValidationException' };

    await expect(call('PutItem', put('a', { given }))).rejects.toMatchObject(refusal);
    await expect(call('UpdateItem', update)).rejects.toMatchObject(refusal);
    await expect(call('BatchWriteItem', { RequestItems: puts })).rejects.toMatchObject(refusal);
    expect(await call('GetItem', key('a'))).toEqual({});
  });

  it('takes a member that is null as not given', async () => {
    const { call } = await setUp();
    await call('PutItem', { ...put('a'), ConditionExpression: null });

    expect(await call('GetItem', { ...key('a'), ConsistentRead: null })).toMatchObject({
      Item: { pk: { S: 'a' } },
    });
  });

  it('refuses a failed condition', async () => {
    const { call } = await setUp();
    await call('PutItem', put('a'));

    await expect(call('PutItem', { ...put('a'), ...ABSENT })).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
  });

  it('gives the old item back with a failed condition where asked', async () => {
    const { call } = await setUp();
    await call('PutItem', put('a', { state: { S: 'sent' } }));

    const again = call('PutItem', {
      ...put('a'),
      ...ABSENT,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });

    await expect(again).rejects.toMatchObject({
      details: { Item: { pk: { S: 'a' }, state: { S: 'sent' } } },
    });
  });

  it('answers for a missing table as DynamoDB does', async () => {
    const { call } = await setUp();

    await expect(
      call('GetItem', { TableName: 'nowhere', Key: { pk: { S: 'a' } } }),
    ).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  it('describes what the definition declares', async () => {
    const { call } = await setUp();

    expect((await call('DescribeTable', { TableName: TABLE }))['Table']).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger',
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: 'arn:aws:kms:key' },
    });
  });

  it('describes time to live and backups', async () => {
    const { call } = await setUp();

    const ttl = await call('DescribeTimeToLive', { TableName: TABLE });
    const backups = await call('DescribeContinuousBackups', { TableName: TABLE });

    expect(ttl['TimeToLiveDescription']).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'until',
    });
    expect(backups).toMatchObject({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
      },
    });
  });

  it('deletes items past their time to live, and says in the stream that nobody called', async () => {
    const { call, dynamoDb } = await setUp();
    await call('PutItem', put('old', { until: { N: String(NOW_SECONDS - 1) } }));
    await call('PutItem', put('new', { until: { N: String(NOW_SECONDS + 1) } }));

    await dynamoDb.sweepExpired();

    const { Items } = await call('Scan', { TableName: TABLE });
    expect(Items).toEqual([expect.objectContaining({ pk: { S: 'new' } })]);
    expect((await readStream(dynamoDb, TABLE)).at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    });
  });

  it('tells each change once, in order, and no write that changes nothing', async () => {
    const { call, dynamoDb } = await setUp();
    const add = {
      ...key('a'),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };

    await Promise.all(Array.from({ length: 20 }, () => call('UpdateItem', add)));
    await call('PutItem', put('a', { n: { N: '20' } }));
    await call('DeleteItem', key('a'));

    const seen = (await readStream(dynamoDb, TABLE)).map(({ dynamodb }) => [
      (dynamodb.OldImage as Item | undefined)?.['n'],
      (dynamodb.NewImage as Item | undefined)?.['n'],
    ]);
    expect(seen).toEqual([
      [undefined, { N: '1' }],
      ...Array.from({ length: 19 }, (_, at) => [{ N: String(at + 1) }, { N: String(at + 2) }]),
      [{ N: '20' }, undefined],
    ]);
  });

  it('writes all of a transaction', async () => {
    const { call } = await setUp();

    await call('TransactWriteItems', { TransactItems: [{ Put: put('a') }, { Put: put('b') }] });

    expect(await call('Scan', { TableName: TABLE })).toMatchObject({ Count: 2 });
  });

  it('writes nothing of a cancelled transaction, and gives a reason for each item', async () => {
    const { call, dynamoDb } = await setUp();
    await call('PutItem', put('b'));

    const transaction = call('TransactWriteItems', {
      TransactItems: [{ Put: put('a') }, { Put: { ...put('b'), ...ABSENT } }],
    });

    await expect(transaction).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      details: {
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      },
    });
    expect(await call('GetItem', key('a'))).toEqual({});
    expect(await readStream(dynamoDb, TABLE)).toHaveLength(1);
  });

  it('reads several items of one moment', async () => {
    const { call } = await setUp();
    await call('PutItem', put('a'));

    const answer = await call('TransactGetItems', {
      TransactItems: [{ Get: key('a') }, { Get: key('none') }],
    });

    expect(answer).toEqual({ Responses: [{ Item: { pk: { S: 'a' } } }, {}] });
  });

  it('does not delete a protected table', async () => {
    const { call } = await setUp();

    await expect(call('DeleteTable', { TableName: TABLE })).rejects.toThrow('protected');
  });

  it('finds its items again after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-dynamodb-'));
    const storage = memoryStorage();
    const first = await setUp(directory, storage);
    await first.call('PutItem', put('a'));
    await first.dynamoDb.close();

    const second = await setUp(directory, storage);

    expect(await second.call('GetItem', key('a'))).toEqual({ Item: { pk: { S: 'a' } } });
    await second.dynamoDb.close();
    rmSync(directory, { recursive: true });
  });

  it.each([1, 8, 20])('opens with its last write torn %i bytes before the end', async (missing) => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-dynamodb-'));
    const storage = memoryStorage();
    const first = await setUp(directory, storage);
    for (const pk of ['a', 'b', 'torn']) await first.call('PutItem', put(pk));
    await first.dynamoDb.close();
    const log = readdirSync(directory).find((name) => name.endsWith('.log')) ?? '';
    truncateSync(join(directory, log), statSync(join(directory, log)).size - missing);

    const second = await setUp(directory, storage);
    await second.call('PutItem', put('next'));

    expect(await second.call('GetItem', key('torn'))).toEqual({});
    expect(await second.call('Scan', { TableName: TABLE })).toMatchObject({ Count: 3 });
    for (const pk of ['a', 'b', 'next'])
      expect(await second.call('GetItem', key(pk))).toEqual({ Item: { pk: { S: pk } } });
    await second.dynamoDb.close();
    rmSync(directory, { recursive: true });
  });
});
