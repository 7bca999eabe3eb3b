import { KinesisClient } from '@aws-sdk/client-kinesis';
import { chance } from '../../../../local/chance';
import { systemClock } from '../../../../local/clock';
import { createExchange } from '../../../../local/endpoint/create-exchange';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { listenEndpoint, type Endpoint } from '../../../../local/endpoint/listen';
import { kinesisRoute } from '../../../../local/services/kinesis/route';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { kinesisContract } from '../../../contract/kinesis';

describe('the local Kinesis', () => {
  let endpoint: Endpoint;

  beforeAll(async () => {
    const draws = chance('kinesis contract');
    const dispatcher = createDispatcher(() => draws.uuid());
    const account = '000000000000';
    const { service } = createKinesis({
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
      routes: [kinesisRoute],
      requestId: () => draws.uuid(),
      callers: () => ({ kind: 'operator', account, arn: `arn:aws:iam::${account}:root` }),
    });
    endpoint = await listenEndpoint({ exchange, host: '127.0.0.1', port: 0 });
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
