import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createExchange } from '../../../local/endpoint/create-exchange';
import { inMemoryRequestHandler } from '../../../local/endpoint/in-memory-request-handler';
import { createDynamoDb } from '../../../local/services/dynamodb/service';
import { createSns } from '../../../local/services/sns/service';
import { createSts } from '../../../local/services/sts/service';
import { testCloud } from './laptop-services';

const ROLE = 'arn:aws:iam::123456789012:role/fn';

async function setUp() {
  const { cloud } = testCloud();
  const [sns, dynamoDb, sts] = [createSns(cloud), createDynamoDb(cloud), await createSts(cloud)];
  const services = [sns, dynamoDb, sts];
  for (const { service } of services) cloud.dispatcher.register(service);
  const exchange = createExchange({
    dispatcher: cloud.dispatcher,
    routes: services.map(({ route }) => route),
    callers: (accessKeyId) => sts.callerOf(accessKeyId),
    requestId: () => cloud.chance.uuid(),
  });
  const credentials = sts.credentialsFor(ROLE, 'session');
  const options = {
    region: 'eu-central-1',
    endpoint: cloud.endpointUrl(),
    credentials,
    requestHandler: inMemoryRequestHandler(exchange),
  };
  return { options, dynamoDb };
}

describe('the AWS SDK', () => {
  it('subscribes with a filter policy and publishes with attributes', async () => {
    const { options } = await setUp();
    const client = new SNSClient(options);
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'bills' }));
    const { SubscriptionArn } = await client.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sms',
        Endpoint: '+4366012345678',
        Attributes: { FilterPolicy: '{"a":["b"]}' },
      }),
    );
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };

    const sent = await client.send(
      new PublishCommand({ TopicArn, Message: 'm', MessageAttributes }),
    );

    const read = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(sent.MessageId).toHaveLength(36);
    expect(read.Attributes).toMatchObject({ FilterPolicy: '{"a":["b"]}' });
  });

  it('gets binary items and the item of a failed condition', async () => {
    const { options, dynamoDb } = await setUp();
    const client = new DynamoDBClient(options);
    const TableName = 'ledger';
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'B', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'B', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const Item = { B: { S: 'k' }, bytes: { B: Uint8Array.from([1, 2]) } };
    const put = new PutItemCommand({
      TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(B)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await client.send(put);

    await expect(client.send(put)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item,
    });
    const got = await client.send(new GetItemCommand({ TableName, Key: { B: { S: 'k' } } }));
    expect(got.Item).toEqual(Item);
    await dynamoDb.close();
  });

  it('calls under the role that its credentials were issued for', async () => {
    const { options } = await setUp();

    const { Arn } = await new STSClient(options).send(new GetCallerIdentityCommand({}));

    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/fn/session');
  });
});
