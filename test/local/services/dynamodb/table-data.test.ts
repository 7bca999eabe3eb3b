import { createDynamoDb } from '../../../../local/services/dynamodb/service';
import { tableData } from '../../../../local/services/dynamodb/table-data';
import { caller, start, testCloud } from '../laptop-services';
import { ORDERS_KEY } from './orders-key.data';

async function setUp() {
  const { cloud } = testCloud();
  const dynamoDb = createDynamoDb(cloud);
  await caller(cloud, dynamoDb.service)('CreateTable', {
    TableName: 'Orders',
    ...ORDERS_KEY,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  return dynamoDb;
}

describe('data.aws_dynamodb_table', () => {
  it('finds a table with its key and stream', async () => {
    const dynamoDb = await setUp();

    const { attributes } = await start(tableData(dynamoDb), { name: 'Orders' });

    const arn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Orders';
    expect(attributes).toMatchObject({
      id: 'Orders',
      arn,
      hash_key: 'customer',
      range_key: 'at',
      stream_view_type: 'NEW_IMAGE',
      stream_arn: `${arn}/stream/2026-11-21T10:00:00.000`,
    });
    await dynamoDb.close();
  });

  it('says to create a table that does not exist', async () => {
    const dynamoDb = await setUp();

    await expect(start(tableData(dynamoDb), { name: 'Bills' })).rejects.toThrow(
      'test.data.aws_dynamodb_table.it: there is no table Bills in account 123456789012 of the laptop cloud. Create it',
    );
    await dynamoDb.close();
  });
});
