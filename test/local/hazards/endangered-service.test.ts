import {
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { createDispatcher, operation, type LocalService } from '../../../local/endpoint/dispatch';
import { createExchange } from '../../../local/endpoint/create-exchange';
import { listenEndpoint, type Endpoint } from '../../../local/endpoint/listen';
import type { ServiceRoute } from '../../../local/endpoint/service-route';
import { endangeredService } from '../../../local/hazards/endangered-service';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { kinesisRoute } from '../../../local/services/kinesis/route';
import { s3Route } from '../../../local/services/s3/route';
import { striking } from '../../support/striking';

const dynamodbRoute: ServiceRoute = {
  service: 'dynamodb',
  protocol: 'json',
  jsonVersion: '1.0',
  targetPrefix: 'DynamoDB_20120810',
  crc32: true,
  signingNames: ['dynamodb'],
  shape: { blobs: [], timestamps: [] },
};
const snsRoute: ServiceRoute = {
  service: 'sns',
  protocol: 'query',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  signingNames: ['sns'],
  shape: { blobs: [], timestamps: [] },
};

let endpoint: Endpoint | undefined;
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

/** A service that answers everything, behind its hazards and a real port; counts what it carried out. */
async function serve(route: ServiceRoute, times: Partial<Record<HazardName, number>>) {
  const done: string[] = [];
  const anything = (action: string, output: unknown) =>
    operation<unknown, unknown>({
      parse: (input) => input,
      iamActions: () => [],
      resources: () => [],
      run: () => {
        done.push(action);
        return output;
      },
    });
  const operations = {
    PutItem: anything('PutItem', {}),
    TransactWriteItems: anything('TransactWriteItems', {}),
    GetObject: anything('GetObject', { Body: Buffer.from('x'), ContentLength: 1 }),
    Publish: anything('Publish', { MessageId: 'm' }),
    PutRecord: anything('PutRecord', { ShardId: 'shardId-000000000000', SequenceNumber: '1' }),
  };
  const service: LocalService = { name: route.service, operations };
  const dispatcher = createDispatcher(() => 'request');
  dispatcher.register(endangeredService(service, striking(times)));
  const exchange = createExchange({
    dispatcher,
    routes: [route],
    callers: () => ({ kind: 'operator', account: '000000000000', arn: 'operator' }),
    requestId: () => 'request',
  });
  endpoint = await listenEndpoint({ exchange, host: '127.0.0.1', port: 0 });
  const configuration = {
    region: 'eu-west-1',
    endpoint: endpoint.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  return { done, once: { ...configuration, maxAttempts: 1 }, patient: configuration };
}

const item = new PutItemCommand({ TableName: 't', Item: { id: { S: '1' } } });
const object = new GetObjectCommand({ Bucket: 'lake', Key: 'k' });
const message = new PublishCommand({
  TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t',
  Message: 'm',
});
const record = new PutRecordCommand({ StreamName: 's', Data: Buffer.from('x'), PartitionKey: 'k' });

describe('a service behind hazards', () => {
  it('refuses an item that DynamoDB throttles with the error that its clients try again', async () => {
    const { done, once, patient } = await serve(dynamodbRoute, { 'dynamodb-throttled': 2 });

    await expect(new DynamoDBClient(once).send(item)).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(done).toEqual([]);
    await new DynamoDBClient(patient).send(item);
    expect(done).toEqual(['PutItem']);
  });

  it('writes an item twice whose first reply was lost', async () => {
    const { done, patient } = await serve(dynamodbRoute, { 'dynamodb-reply-lost': 1 });

    await new DynamoDBClient(patient).send(item);

    expect(done).toEqual(['PutItem', 'PutItem']);
  });

  it('cancels a transaction with a reason for each of its items', async () => {
    const { once } = await serve(dynamodbRoute, { 'dynamodb-transaction-conflict': 1 });
    const Put = { TableName: 't', Item: { id: { S: '1' } } };

    await expect(
      new DynamoDBClient(once).send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Put }] }),
      ),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
  });

  it.each([
    ['s3-slow-down', { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }],
    ['s3-internal-error', { name: 'InternalError', $metadata: { httpStatusCode: 500 } }],
  ] as const)('answers with %s what S3 answers, and clients try again', async (hazard, error) => {
    const { done, once, patient } = await serve(s3Route, { [hazard]: 2 });

    await expect(
      new S3Client({ ...once, forcePathStyle: true }).send(object),
    ).rejects.toMatchObject(error);
    await new S3Client({ ...patient, forcePathStyle: true }).send(object);

    expect(done).toEqual(['GetObject']);
  });

  it('throttles Publish without sending', async () => {
    const { done, once } = await serve(snsRoute, { 'sns-throttled': 1 });

    await expect(new SNSClient(once).send(message)).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 400 },
    });
    expect(done).toEqual([]);
  });

  it('sends a message and breaks the connection, which tells the caller nothing', async () => {
    const { done, once } = await serve(snsRoute, { 'sns-reply-lost': 1 });

    const thrown: unknown = await new SNSClient(once)
      .send(message)
      .catch((error: unknown) => error);

    expect(String(thrown)).toContain('socket hang up');
    expect((thrown as { $metadata: object }).$metadata).not.toHaveProperty('httpStatusCode');
    expect(done).toEqual(['Publish']);
  });

  it('stores a record twice whose first reply was lost, over HTTP/2 too', async () => {
    const { done, patient } = await serve(kinesisRoute, { 'kinesis-put-reply-lost': 1 });
    const client = new KinesisClient(patient);

    await client.send(record);
    client.destroy();

    expect(done).toEqual(['PutRecord', 'PutRecord']);
  });
});
