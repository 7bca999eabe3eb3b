import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { serviceCaller } from '../../../../local/cloud';
import { createExchange } from '../../../../local/endpoint/create-exchange';
import { inMemoryRequestHandler } from '../../../../local/endpoint/in-memory-request-handler';
import { firehoseRoute } from '../../../../local/services/firehose/route';
import { createFirehose } from '../../../../local/services/firehose/service';
import { firehoseContract } from '../../../contract/firehose';
import { testCloud } from '../../../support/test-cloud';

const commands: Record<string, new (input: never) => unknown> = {
  PutRecord: PutRecordCommand,
  PutRecordBatch: PutRecordBatchCommand,
  DescribeDeliveryStream: DescribeDeliveryStreamCommand,
};

firehoseContract(async () => {
  const cloud = testCloud();
  const firehose = createFirehose(cloud);
  cloud.dispatcher.register(firehose.service);
  await firehose.startStream({
    name: 'contract',
    arn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/contract',
    roleArn: 'arn:aws:iam::111122223333:role/contract',
    destination: {
      bucketArn: 'arn:aws:s3:::lake',
      prefix: '',
      errorOutputPrefix: '',
      bufferMegabytes: 5,
      bufferSeconds: 300,
      compression: 'UNCOMPRESSED',
      timeZone: 'UTC',
      fileExtension: '',
      delimiter: '',
    },
  });
  const exchange = createExchange({
    dispatcher: cloud.dispatcher,
    routes: [firehoseRoute],
    callers: () => serviceCaller(cloud, 'test'),
    requestId: () => cloud.chance.uuid(),
  });
  const client = new FirehoseClient({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'x' },
    requestHandler: inMemoryRequestHandler(exchange) as never,
    maxAttempts: 1,
  });
  return async (action, input) => {
    try {
      const command = new commands[action]!(input as never);
      return (await client.send(command as never)) as unknown as Record<string, unknown>;
    } catch (error) {
      throw Object.assign(error as Error, { code: (error as Error).name });
    }
  };
});
