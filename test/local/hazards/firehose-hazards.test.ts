import type { JsonBytes } from '../../../local/json-bytes';
import { serviceCaller } from '../../../local/cloud';
import type { HazardName } from '../../../local/hazards/hazard-catalogue';
import { createFirehose } from '../../../local/services/firehose/service';
import { createKinesis } from '../../../local/services/kinesis/service';
import { striking } from '../../support/striking';
import { scriptedService, testCloud } from '../../support/test-cloud';

const ROLE = 'arn:aws:iam::111122223333:role/delivery';
const transform = {
  lambdaArn: 'arn:aws:lambda:eu-west-1:111122223333:function:flatten',
  retries: 1,
  bufferMegabytes: 1,
  bufferSeconds: 10,
};

interface Put {
  Key: string;
  Body: Uint8Array;
}

/** Three records of one buffer on their way into a bucket. */
async function delivery(
  times: Partial<Record<HazardName, number>>,
  { places = [] as number[], transforms = false } = {},
) {
  const cloud = testCloud({ hazards: striking(times, places) });
  const objects: Put[] = [];
  let invocations = 0;
  cloud.dispatcher.register(createKinesis(cloud).service);
  scriptedService(cloud, 's3', { PutObject: (input: Put) => void objects.push(input) });
  scriptedService(cloud, 'lambda', {
    Invoke: ({ Payload }: { Payload: JsonBytes }) => {
      invocations += 1;
      const { records } = JSON.parse(Payload.toString()) as { records: object[] };
      const answer = { records: records.map((record) => ({ ...record, result: 'Ok' })) };
      return { StatusCode: 200, Payload: JSON.stringify(answer) };
    },
  });
  const call = (action: string, input: object) =>
    cloud.dispatcher.dispatch({
      caller: serviceCaller(cloud, 'test'),
      service: 'kinesis',
      action,
      input,
    });
  await call('CreateStream', { StreamName: 'changes', ShardCount: 1 });
  await cloud.clock.advance(60_000);
  await createFirehose(cloud).startStream({
    name: 'to-lake',
    arn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake',
    roleArn: ROLE,
    source: { streamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes', roleArn: ROLE },
    destination: {
      bucketArn: 'arn:aws:s3:::lake',
      prefix: 'rows/',
      errorOutputPrefix: 'errors/',
      bufferMegabytes: 1,
      bufferSeconds: 60,
      compression: 'UNCOMPRESSED',
      timeZone: 'UTC',
      fileExtension: '',
      delimiter: '',
      ...(transforms ? { transform } : {}),
    },
  });
  await cloud.clock.advance(1);
  for (const text of ['a', 'b', 'c']) {
    await call('PutRecord', { StreamName: 'changes', Data: Buffer.from(text), PartitionKey: 'k' });
  }
  const bodies = () => objects.map(({ Body }) => Buffer.from(Body).toString());
  const keys = () => objects.map(({ Key }) => Key);
  return { clock: cloud.clock, bodies, keys, invocations: () => invocations };
}

describe('a Firehose buffer', () => {
  it('lies in two objects with all of it when it is delivered twice', async () => {
    const { clock, bodies, keys } = await delivery({ 'firehose-delivers-twice': 1 });

    await clock.advance(120_000);

    expect(bodies()).toEqual(['abc', 'abc']);
    expect(new Set(keys()).size).toBe(2);
  });

  it('lies in two objects, each with a part in order, when it is split', async () => {
    const { clock, bodies } = await delivery({ 'firehose-splits-buffer': 1 }, { places: [1] });

    await clock.advance(120_000);

    expect(bodies()).toEqual(['ab', 'c']);
  });

  it('comes later than its interval when it is held back', async () => {
    const { clock, bodies } = await delivery({ 'firehose-delays-buffer': 1 }, { places: [25_000] });

    await clock.advance(75_000);
    expect(bodies()).toEqual([]);
    await clock.advance(15_000);
    expect(bodies()).toEqual(['abc']);
  });
});

describe.each([
  ['firehose-transform-fails', 1],
  ['firehose-transform-over-6mb', 2],
] as const)('%s', (hazard, invocationsAtRetry) => {
  it('has the batch given to the transform again', async () => {
    const { clock, bodies, invocations } = await delivery({ [hazard]: 1 }, { transforms: true });

    await clock.advance(180_000);

    expect(bodies()).toEqual(['abc']);
    expect(invocations()).toBe(invocationsAtRetry);
  });

  it('puts records whose retries are used up below the error prefix, with their data', async () => {
    const { clock, bodies, keys } = await delivery({ [hazard]: 2 }, { transforms: true });

    await clock.advance(180_000);

    expect(keys().every((key) => key.startsWith('errors/'))).toBe(true);
    const lines = bodies().join('').trim().split('\n');
    const raw = lines.map((line) => (JSON.parse(line) as { rawData: string }).rawData);
    expect(raw.map((data) => Buffer.from(data, 'base64').toString())).toEqual(['a', 'b', 'c']);
  });
});
