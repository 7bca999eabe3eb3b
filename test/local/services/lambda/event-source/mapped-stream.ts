import { serviceCaller } from '../../../../../local/cloud';
import { createKinesis } from '../../../../../local/services/kinesis/service';
import type { MappingSettings } from '../../../../../local/services/lambda/event-source/mapping-settings';
import { createLambda } from '../../../../../local/services/lambda/service';
import type { TestCloud } from '../../../../support/test-cloud';
import { testCloud } from '../../../../support/test-cloud';
import { JUDGE_FUNCTION } from './judge-function.data';

export const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';

export interface StreamEvent {
  Records: { kinesis: { data: string; sequenceNumber: string; partitionKey: string } }[];
  state?: { count?: number };
  isFinalInvokeForWindow?: boolean;
}

export const settings: MappingSettings = {
  uuid: '11111111-2222-4333-8444-555555555555',
  functionName: 'judge',
  streamArn: STREAM,
  enabled: true,
  start: { type: 'TRIM_HORIZON' },
  batchSize: 100,
  windowSeconds: 0,
  parallelization: 1,
  retriesMax: -1,
  recordAgeSecondsMax: -1,
  bisect: false,
  reportsItemFailures: false,
  tumblingWindowSeconds: 0,
  filterPatterns: [],
};

export const texts = ({ Records }: StreamEvent) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());

/** A cloud with one stream, and how to put into it. */
export async function laptop(cloud: TestCloud = testCloud(), shards = 1) {
  cloud.dispatcher.register(createKinesis(cloud).service);
  const kinesis = (action: string, input: unknown) =>
    cloud.dispatcher.dispatch({
      caller: serviceCaller(cloud, 'test'),
      service: 'kinesis',
      action,
      input,
    });
  await kinesis('CreateStream', { StreamName: 'changes', ShardCount: shards }).catch(
    () => undefined,
  );
  await cloud.clock.advance(60_000);
  const put = async (data: string, PartitionKey = 'k') =>
    kinesis('PutRecord', { StreamName: 'changes', Data: Buffer.from(data), PartitionKey });
  return { cloud, put, kinesis };
}

/** A mapping of the stream to a function in this process, and the batches that it is given. */
export async function mapped(
  cloud: TestCloud,
  changes: Partial<MappingSettings>,
  handle: (event: StreamEvent, invocation: number) => unknown,
) {
  const lambda = createLambda(cloud, {
    credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  });
  cloud.dispatcher.register(lambda.service);
  const batches: string[][] = [];
  lambda.registerInProcess('judge', (event: StreamEvent) => {
    batches.push(texts(event));
    return handle(event, batches.length);
  });
  await lambda.startFunction(JUDGE_FUNCTION);
  await lambda.mappings.add({ ...settings, ...changes });
  return { batches, lambda };
}
