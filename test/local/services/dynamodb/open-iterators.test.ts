import type { LevelIterator, LevelRange } from 'dynalite/db';
import { createDynamoDb } from '../../../../local/services/dynamodb/service';
import { caller, testCloud } from '../laptop-services';
import { ORDERS_KEY } from './orders-key.data';

/** A table of ten orders, and the iterators that its level store gives from now on. */
async function setUp() {
  const given: LevelIterator<unknown>[] = [];
  const { cloud } = testCloud();
  const dynamoDb = createDynamoDb(cloud, {
    prepareStore: (store) => {
      const values = store.values.bind(store);
      const keys = store.keys.bind(store);
      const remember = <Entry>(iterator: LevelIterator<Entry>) => {
        given.push(iterator);
        return iterator;
      };
      Object.assign(store, {
        values: (range: LevelRange) => remember(values(range)),
        keys: (range: LevelRange) => remember(keys(range)),
      });
    },
  });
  const call = caller(cloud, dynamoDb.service);
  const TableName = 'Orders';
  await call('CreateTable', { TableName, ...ORDERS_KEY, BillingMode: 'PAY_PER_REQUEST' });
  for (let at = 0; at < 10; at += 1) {
    await call('PutItem', { TableName, Item: { customer: { S: 'c' }, at: { N: String(at) } } });
  }
  given.length = 0;
  return { call, given, dynamoDb };
}

const ORDERS_OF_C = {
  TableName: 'Orders',
  KeyConditionExpression: 'customer = :c',
  ExpressionAttributeValues: { ':c': { S: 'c' } },
};

describe('What DynamoDB reads of its level store', () => {
  it.each([
    { of: 'a Query to its end', operation: 'Query', input: ORDERS_OF_C, count: 10 },
    {
      of: 'a Query to its limit',
      operation: 'Query',
      input: { ...ORDERS_OF_C, Limit: 3 },
      count: 3,
    },
    { of: 'a Scan', operation: 'Scan', input: { TableName: 'Orders' }, count: 10 },
  ])('is let go of after $of', async ({ operation, input, count }) => {
    const { call, given, dynamoDb } = await setUp();

    expect(await call(operation, input)).toMatchObject({ Count: count });
    await new Promise(setImmediate);

    expect(given.length).toBeGreaterThan(0);
    for (const iterator of given) {
      await expect(iterator.next()).rejects.toMatchObject({ code: 'LEVEL_ITERATOR_NOT_OPEN' });
    }
    await dynamoDb.close();
  });
});
