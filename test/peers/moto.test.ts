import * as athena from '@aws-sdk/client-athena';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as firehose from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as sns from '@aws-sdk/client-sns';
import { zipSync } from 'fflate';
import { athenaContract } from '../contract/athena';
import { dynamoDbContract } from '../contract/dynamodb';
import { dynamoDbStreamsContract } from '../contract/dynamodb-streams';
import { firehoseContract } from '../contract/firehose';
import { glueCrawlersContract } from '../contract/glue-crawlers';
import { kinesisContract } from '../contract/kinesis';
import { lambdaContract } from '../contract/lambda';
import { s3Contract } from '../contract/s3';
import { secretsManagerContract } from '../contract/secretsmanager';
import { snsContract } from '../contract/sns';
import { findMoto } from '../support/moto';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { jsonCall } from './json-call';
import { MOTO_DEVIATIONS } from './moto-deviations.data';
import { clientConfig, http1, sdkCall } from './sdk-call';

const ROLE = 'arn:aws:iam::123456789012:role/contract';

describe('moto', () => {
  requireTool(findMoto(), (moto) => {
    let server: OutsideServer;
    const config = () => clientConfig(server.url);
    const post = (path: string, body: object = {}) =>
      fetch(`${server.url}/moto-api/${path}`, { method: 'POST', body: JSON.stringify(body) });

    beforeAll(async () => {
      server = await moto.start();
    });
    afterAll(() => server.stop());

    kinesisContract(() => new KinesisClient({ ...config(), ...http1() }), {
      deviations: MOTO_DEVIATIONS.kinesis,
    });
    s3Contract(() => new S3Client({ ...config(), region: 'us-east-1' }), {
      deviations: MOTO_DEVIATIONS.s3,
    });
    dynamoDbContract(
      async () => {
        await post('reset');
        return sdkCall(new dynamoDb.DynamoDBClient(config()), dynamoDb);
      },
      { deviations: MOTO_DEVIATIONS.dynamoDb },
    );
    dynamoDbStreamsContract(
      async () => {
        await post('reset');
        return {
          tables: sdkCall(new dynamoDb.DynamoDBClient(config()), dynamoDb),
          streams: jsonCall(server.url, 'DynamoDBStreams_20120810', 'dynamodb'),
        };
      },
      { deviations: MOTO_DEVIATIONS.dynamoDbStreams },
    );
    secretsManagerContract(
      async () => {
        await post('reset');
        return sdkCall(new secretsManager.SecretsManagerClient(config()), secretsManager);
      },
      { deviations: MOTO_DEVIATIONS.secretsManager },
    );
    snsContract(
      async () => {
        await post('reset');
        return sdkCall(new sns.SNSClient(config()), sns);
      },
      { deviations: MOTO_DEVIATIONS.sns },
    );
    athenaContract(
      async () => {
        await post('reset');
        const call = sdkCall(new athena.AthenaClient(config()), athena);
        await call('CreateWorkGroup', {
          Name: 'contract',
          Configuration: { ResultConfiguration: { OutputLocation: 's3://results/' } },
        });
        return call;
      },
      { deviations: MOTO_DEVIATIONS.athena },
    );
    firehoseContract(
      async () => {
        await post('reset');
        await new S3Client(config()).send(new CreateBucketCommand({ Bucket: 'lake' }));
        const call = sdkCall(new firehose.FirehoseClient(config()), firehose);
        await call('CreateDeliveryStream', {
          DeliveryStreamName: 'contract',
          DeliveryStreamType: 'DirectPut',
          ExtendedS3DestinationConfiguration: { RoleARN: ROLE, BucketARN: 'arn:aws:s3:::lake' },
        });
        return call;
      },
      { deviations: MOTO_DEVIATIONS.firehose },
    );
    glueCrawlersContract(
      async () => {
        await post('reset');
        const call = jsonCall(server.url, 'AWSGlue', 'glue');
        await call('CreateCrawler', {
          Name: 'contract',
          Role: ROLE,
          DatabaseName: 'lake',
          Targets: { S3Targets: [{ Path: 's3://lake/people/' }] },
        });
        return call;
      },
      { deviations: MOTO_DEVIATIONS.glueCrawlers },
    );
    lambdaContract(
      async () => {
        await post('reset');
        await post('config', { lambda: { use_docker: false } });
        await createRole(server.url);
        const call = sdkCall(new lambda.LambdaClient(config()), lambda);
        await call('CreateFunction', {
          FunctionName: 'contract',
          Runtime: 'nodejs22.x',
          Role: ROLE,
          Handler: 'index.handler',
          Code: { ZipFile: zipSync({ 'index.js': Buffer.from('exports.handler = (e) => e;') }) },
        });
        return call;
      },
      { deviations: MOTO_DEVIATIONS.lambda },
    );
  });
});

/** CreateFunction looks for the role; there is no client of IAM among the dependencies. */
async function createRole(url: string): Promise<void> {
  const policy = { Version: '2012-10-17', Statement: [] };
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/iam/aws4_request',
    },
    body: new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: 'contract',
      AssumeRolePolicyDocument: JSON.stringify(policy),
    }),
  });
  if (!answer.ok) throw new Error(`moto's CreateRole answered ${answer.status}`);
}
