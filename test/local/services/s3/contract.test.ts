import { S3Client } from '@aws-sdk/client-s3';
import { chance } from '../../../../local/chance';
import { systemClock } from '../../../../local/clock';
import { createExchange } from '../../../../local/endpoint/create-exchange';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { listenEndpoint, type Endpoint } from '../../../../local/endpoint/listen';
import { s3Route } from '../../../../local/services/s3/route';
import { createS3 } from '../../../../local/services/s3/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { s3Contract } from '../../../contract/s3';

describe('the local S3', () => {
  let endpoint: Endpoint;

  beforeAll(async () => {
    const draws = chance('s3 contract');
    const dispatcher = createDispatcher(() => draws.uuid());
    const account = '000000000000';
    const { service } = createS3({
      account,
      region: 'us-east-1',
      clock: systemClock(),
      chance: draws,
      storage: memoryStorage(),
      dispatcher,
      limitsEnforced: true,
      endpointUrl: () => '',
      report: () => undefined,
    });
    dispatcher.register(service);
    const exchange = createExchange({
      dispatcher,
      routes: [s3Route],
      requestId: () => draws.uuid(),
      callers: () => ({ kind: 'operator', account, arn: `arn:aws:iam::${account}:root` }),
    });
    endpoint = await listenEndpoint({ exchange, host: '127.0.0.1', port: 0 });
  });

  afterAll(() => endpoint.close());

  s3Contract(
    () =>
      new S3Client({
        endpoint: endpoint.url,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
  );
});
