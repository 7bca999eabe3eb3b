import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoLedger } from '../../../consumers/billing-alerts/ports/ledger';
import { createExchange } from '../../../local/endpoint/create-exchange';
import { inMemoryRequestHandler } from '../../../local/endpoint/in-memory-request-handler';
import { endangeredService } from '../../../local/hazards/endangered-service';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { systemClock } from '../../../local/clock';
import { skewedCloud } from '../../../local/hazards/skewed-cloud';
import { createDynamoDb } from '../../../local/services/dynamodb/service';
import type { KinesisRecord } from '../../../local/services/dynamodb/kinesis-record';
import { unorderedRecords } from '../../../local/services/dynamodb/unordered-records';
import { createSns } from '../../../local/services/sns/service';
import { operatorCaller } from '../../../local/services/sts/operator-caller';
import { atOnceRetries } from '../../support/at-once-retries';
import { striking } from '../../support/striking';
import { testCloud } from '../../support/test-cloud';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function table(times: Partial<Record<HazardName, number>>, places: number[] = []) {
  const cloud = testCloud({ hazards: striking(times, places) });
  const dynamodb = createDynamoDb(cloud);
  closing.push(() => dynamodb.close());
  cloud.dispatcher.register(endangeredService(dynamodb.service, cloud.hazards));
  const call = (action: string, input: object) =>
    cloud.dispatcher.dispatch({
      caller: operatorCaller(cloud.account),
      service: 'dynamodb',
      action,
      input,
    }) as Promise<Record<string, unknown>>;
  await call('CreateTable', {
    TableName: 'ledger',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'alert', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'alert', KeyType: 'HASH' }],
  });
  const exchange = createExchange({
    dispatcher: cloud.dispatcher,
    routes: [dynamodb.route],
    callers: () => operatorCaller(cloud.account),
    requestId: () => 'request',
  });
  const client = new DynamoDBClient({
    region: cloud.region,
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: inMemoryRequestHandler(exchange),
    retryStrategy: atOnceRetries(),
  });
  return { call, client };
}

const CLAIM = {
  alert: 'a',
  state: 'claimed',
  open: 'claimed',
  customer_id: '7',
  kind: 'bill-ready',
  period: '2022-05',
  position: 'p',
  invoice_id: '1',
  claimed_at: 'now',
  lease_until: 'later',
  message: '{}',
} as const;

describe('dynamodb-reply-lost', () => {
  it('leaves a claim ours, though the retry of the write finds the item there', async () => {
    const { client } = await table({ 'dynamodb-reply-lost': 1 });
    const ledger = dynamoLedger(client, 'ledger');

    expect(await ledger.claim(CLAIM)).toBe(true);
    expect(await ledger.claim(CLAIM)).toBe(false);
  });
});

describe('dynamodb-batch-unprocessed', () => {
  it('writes the first items and gives the others back', async () => {
    const { call } = await table({ 'dynamodb-batch-unprocessed': 1 });
    const requests = ['a', 'b', 'c'].map((id) => ({
      PutRequest: { Item: { alert: { S: id } } },
    }));

    const reply = await call('BatchWriteItem', { RequestItems: { ledger: requests } });
    const { Items } = await call('Scan', { TableName: 'ledger' });

    expect(reply['UnprocessedItems']).toEqual({ ledger: requests.slice(1) });
    expect(Items).toEqual([{ alert: { S: 'a' } }]);
  });
});

describe("a table's Kinesis destination", () => {
  const records = ['a', 'b', 'c'].map((key): KinesisRecord => ({
    Data: Buffer.from(key),
    PartitionKey: key,
  }));
  const sent = (times: Partial<Record<HazardName, number>>, places: number[]) =>
    unorderedRecords(striking(times, places), records).map(({ PartitionKey }) => PartitionKey);

  it('sends changes twice', () => {
    expect(sent({ 'dynamodb-destination-repeats': 1 }, [1])).toEqual(['a', 'b', 'c', 'b', 'c']);
  });

  it('sends changes in another order', () => {
    expect(sent({ 'dynamodb-destination-reorders': 1 }, [2, 0, 0])).toEqual(['c', 'a', 'b']);
  });
});

describe('sns-repeats-delivery', () => {
  it('delivers one message to a subscription twice, with one message id', async () => {
    const cloud = testCloud({ hazards: striking({ 'sns-repeats-delivery': 1 }) });
    cloud.dispatcher.register(createSns(cloud).service);
    const call = (action: string, input: object) =>
      cloud.dispatcher.dispatch({
        caller: operatorCaller(cloud.account),
        service: 'sns',
        action,
        input,
      });
    const { TopicArn } = (await call('CreateTopic', { Name: 'bills' })) as { TopicArn: string };
    await call('Subscribe', { TopicArn, Protocol: 'sms', Endpoint: '+15550100' });
    await call('Publish', { TopicArn, Message: 'ready' });

    const outbox = cloud.storage.files('outbox');
    const ids: unknown[] = [];
    for (const key of (await outbox.list('bills/')).filter((name) => name.includes('sms'))) {
      const text = Buffer.from((await outbox.read(key)) ?? []).toString();
      ids.push((JSON.parse(text) as { messageId: string }).messageId);
    }
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('clock-skew', () => {
  const startMs = Date.UTC(2026, 0, 1);

  /** What the clock of a service is off by at each of these seconds; its drift takes 20 seconds. */
  function offsetsAt(seconds: readonly number[], middle: number, ahead = false): number[] {
    let nowMs = startMs;
    const hazards = striking({ 'clock-skew': 1 }, [middle, 0]);
    const cloud = { ...testCloud({ hazards }), clock: { ...systemClock(), now: () => nowMs } };
    const { clock } = skewedCloud(cloud, { ahead });
    return seconds.map((second) => {
      nowMs = startMs + second * 1000;
      return clock.now() - nowMs;
    });
  }

  it('has the clock of a service drift by half a second about what it is off by', () => {
    expect(offsetsAt([0, 5, 10, 15, 20], 1500)).toEqual([0, 500, 0, -500, 0]);
  });

  it('leaves no clock off by more than two seconds', () => {
    expect(offsetsAt([5, 15], 0)).toEqual([-1000, -2000]);
    expect(offsetsAt([5, 15], 3000)).toEqual([2000, 1000]);
  });

  it('leaves the clock of a stream never behind', () => {
    expect(offsetsAt([5, 15], 0, true)).toEqual([1000, 0]);
    expect(offsetsAt([5, 15], 1000, true)).toEqual([2000, 1000]);
  });
});
