import { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Endpoint } from '../../../../local/endpoint/listen';
import { kinesisRoute } from '../../../../local/services/kinesis/route';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { kinesisContract } from '../../../contract/kinesis';
import { listenService } from '../../../support/listen-service';

describe('the local Kinesis', () => {
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await listenService('kinesis contract', kinesisRoute, createKinesis);
  });

  afterAll(() => endpoint.close());

  kinesisContract(
    () =>
      new KinesisClient({
        endpoint: endpoint.url,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
  );
});
