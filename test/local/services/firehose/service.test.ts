import { gunzipSync } from 'node:zlib';
import type { JsonBytes } from '../../../../local/json-bytes';
import { serviceCaller } from '../../../../local/cloud';
import type {
  DeliverySettings,
  S3Destination,
} from '../../../../local/services/firehose/delivery-settings';
import { createFirehose } from '../../../../local/services/firehose/service';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { fillDisk, gatedStorage } from '../../../support/gated-storage';
import type { TestCloud } from '../../../support/test-cloud';
import { scriptedService, testCloud } from '../../../support/test-cloud';

const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
const TRANSFORM = 'arn:aws:lambda:eu-west-1:111122223333:function:flatten';

interface Put {
  Bucket: string;
  Key: string;
  Body: Uint8Array;
}

interface TransformEvent {
  records: { recordId: string; data: string }[];
}

const destination: S3Destination = {
  bucketArn: 'arn:aws:s3:::lake',
  prefix: 'rows/!{timestamp:yyyy/MM/dd}/',
  errorOutputPrefix: 'errors/!{firehose:error-output-type}/',
  bufferMegabytes: 1,
  bufferSeconds: 60,
  compression: 'UNCOMPRESSED',
  timeZone: 'UTC',
  fileExtension: '',
  delimiter: '',
};

const transform = { lambdaArn: TRANSFORM, retries: 1, bufferMegabytes: 1, bufferSeconds: 10 };

async function laptop(cloud: TestCloud = testCloud()) {
  const objects: Put[] = [];
  cloud.dispatcher.register(createKinesis(cloud).service);
  scriptedService(cloud, 's3', { PutObject: (input: Put) => void objects.push(input) });
  const call = (service: string, action: string, input: unknown) =>
    cloud.dispatcher.dispatch({ caller: serviceCaller(cloud, 'test'), service, action, input });
  await call('kinesis', 'CreateStream', { StreamName: 'changes', ShardCount: 1 }).catch(
    () => undefined,
  );
  await cloud.clock.advance(60_000);
  const firehose = createFirehose(cloud);
  cloud.dispatcher.register(firehose.service);
  const start = async (changes: Partial<S3Destination> = {}, direct = false) => {
    const settings: DeliverySettings = {
      name: 'to-lake',
      arn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake',
      roleArn: 'arn:aws:iam::111122223333:role/delivery',
      destination: { ...destination, ...changes },
      ...(!direct && {
        source: { streamArn: STREAM, roleArn: 'arn:aws:iam::111122223333:role/delivery' },
      }),
    };
    await firehose.startStream(settings);
    await cloud.clock.advance(1);
  };
  const put = (data: string) =>
    call('kinesis', 'PutRecord', {
      StreamName: 'changes',
      Data: Buffer.from(data),
      PartitionKey: 'k',
    });
  const putDirect = (data: string) =>
    call('firehose', 'PutRecord', {
      DeliveryStreamName: 'to-lake',
      Record: { Data: Buffer.from(data) },
    });
  const bodies = () => objects.map(({ Body }) => Buffer.from(Body).toString());
  return { cloud, firehose, start, put, putDirect, objects, bodies, call };
}

function answering(cloud: TestCloud, answer: (event: TransformEvent) => unknown): TransformEvent[] {
  const events: TransformEvent[] = [];
  scriptedService(cloud, 'lambda', {
    Invoke: ({ Payload }: { Payload: JsonBytes }) => {
      const event = JSON.parse(Payload.toString()) as TransformEvent;
      events.push(event);
      return { StatusCode: 200, Payload: JSON.stringify(answer(event)) };
    },
  });
  return events;
}

const ok = ({ recordId, data }: TransformEvent['records'][number]) => ({
  recordId,
  result: 'Ok',
  data: Buffer.from(`${Buffer.from(data, 'base64').toString()}\n`).toString('base64'),
});

describe('a delivery stream', () => {
  it('puts what gathered in its interval into one object', async () => {
    const { cloud, start, put, bodies } = await laptop();
    await start();

    await put('a');
    await put('b');
    await cloud.clock.advance(65_000);

    expect(bodies()).toEqual(['ab']);
  });

  it('names the object by the arrival of its oldest record', async () => {
    const { cloud, start, put, objects } = await laptop();
    await start();

    await put('a');
    await cloud.clock.advance(65_000);

    expect(objects[0]!.Key).toMatch(
      /^rows\/2026\/01\/15\/to-lake-1-2026-01-15-10-01-00-[0-9a-f-]{36}$/,
    );
  });

  it('hands on a full buffer before its interval ends', async () => {
    const { cloud, start, put, bodies } = await laptop();
    await start();

    for (const letter of ['a', 'b']) {
      await put(letter.repeat(600_000));
      await cloud.clock.advance(2000);
    }

    expect(bodies().map(({ length }) => length)).toEqual([600_000]);
  });

  it('compresses', async () => {
    const { cloud, start, put, objects } = await laptop();
    await start({ compression: 'GZIP' });

    await put('a');
    await cloud.clock.advance(65_000);

    expect(gunzipSync(objects[0]!.Body).toString()).toBe('a');
    expect(objects[0]!.Key).toMatch(/\.gz$/);
  });

  it('gives the transform each record as Firehose words it', async () => {
    const { cloud, start, put } = await laptop();
    const events = answering(cloud, ({ records }) => ({ records: records.map(ok) }));
    await start({ transform });

    await put('a');
    await cloud.clock.advance(15_000);

    const sequence = expect.stringMatching(/^\d{56}$/) as string;
    expect(events[0]).toEqual({
      invocationId: expect.any(String) as string,
      deliveryStreamArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake',
      sourceKinesisStreamArn: STREAM,
      region: 'eu-west-1',
      records: [
        {
          recordId: expect.stringMatching(/^\d{56}000000$/) as string,
          approximateArrivalTimestamp: expect.any(Number) as number,
          data: 'YQ==',
          kinesisRecordMetadata: {
            sequenceNumber: sequence,
            subsequenceNumber: 0,
            partitionKey: 'k',
            shardId: 'shardId-000000000000',
            approximateArrivalTimestamp: expect.any(Number) as number,
          },
        },
      ],
    });
  });

  it('delivers what the transform made of a record', async () => {
    const { cloud, start, put, bodies } = await laptop();
    answering(cloud, ({ records }) => ({ records: records.map(ok) }));
    await start({ transform });

    await put('a');
    await put('b');
    await cloud.clock.advance(90_000);

    expect(bodies()).toEqual(['a\nb\n']);
  });

  it('writes a record that the transform failed as a line under the error prefix', async () => {
    const { cloud, start, put, objects } = await laptop();
    answering(cloud, ({ records }) => ({
      records: records.map(({ recordId }) => ({ recordId, result: 'ProcessingFailed' })),
    }));
    await start({ transform });

    await put('bad');
    await cloud.clock.advance(90_000);

    expect(objects[0]!.Key).toMatch(/^errors\/processing-failed\/to-lake-1-/);
    const line = Buffer.from(objects[0]!.Body).toString();
    expect(line).toMatch(/\n$/);
    expect(JSON.parse(line)).toEqual({
      attemptsMade: 1,
      arrivalTimestamp: expect.any(Number) as number,
      errorCode: 'Lambda.ProcessingFailedStatus',
      errorMessage: expect.any(String) as string,
      attemptEndingTimestamp: expect.any(Number) as number,
      rawData: 'YmFk',
      lambdaArn: TRANSFORM,
    });
  });

  it('fails the whole batch after its retries when a record id is missing', async () => {
    const { cloud, start, put, objects } = await laptop();
    const events = answering(cloud, ({ records }) => ({ records: records.slice(1).map(ok) }));
    await start({ transform });

    await put('a');
    await put('b');
    await cloud.clock.advance(90_000);

    expect(events).toHaveLength(2);
    const lines = Buffer.from(objects[0]!.Body).toString().trimEnd().split('\n');
    const errors = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(errors.map(({ rawData }) => rawData)).toEqual(['YQ==', 'Yg==']);
    expect(errors[0]).toMatchObject({ attemptsMade: 2, errorCode: 'Lambda.MissingRecordId' });
  });

  it('loses nothing that was not yet delivered when it stops', async () => {
    const first = await laptop();
    await first.start();
    await first.put('a');
    await first.cloud.clock.advance(10_000);
    await first.firehose.stopStream('to-lake');

    await first.put('b');
    await first.start();
    await first.cloud.clock.advance(70_000);

    expect(first.bodies()).toEqual(['ab']);
  });

  it('does not deliver again what it delivered before a restart', async () => {
    const { cloud, firehose, start, put, bodies } = await laptop();
    await start();
    await put('a');
    await cloud.clock.advance(70_000);
    await firehose.stopStream('to-lake');

    await start();
    await put('b');
    await cloud.clock.advance(70_000);

    expect(bodies()).toEqual(['a', 'b']);
  });

  it('tries an object again until the bucket takes it', async () => {
    const { cloud, start, put } = await laptop();
    let attempts = 0;
    scriptedService(cloud, 's3', {
      PutObject: () => {
        attempts += 1;
        if (attempts < 3) throw new Error('NoSuchBucket');
      },
    });
    await start();

    await put('a');
    await cloud.clock.advance(90_000);

    expect(attempts).toBe(3);
  });

  it('puts other objects while the bucket refuses one, and reads from behind none of them', async () => {
    const { cloud, firehose, start, put, objects, bodies } = await laptop();
    scriptedService(cloud, 's3', {
      PutObject: (input: Put) => {
        if (Buffer.from(input.Body).toString() === 'a') throw new Error('SlowDown');
        objects.push(input);
      },
    });
    await start();
    await put('a');
    await cloud.clock.advance(70_000);

    await put('b');
    await cloud.clock.advance(70_000);

    expect(bodies()).toEqual(['b']);
    await firehose.stopStream('to-lake');
    scriptedService(cloud, 's3', { PutObject: (input: Put) => void objects.push(input) });
    await start();
    await cloud.clock.advance(70_000);
    expect(bodies()).toEqual(['b', 'ab']);
  });

  it.each([
    ['of the stream', false, 'firehose/to-lake/positions'],
    ['of what was put directly', true, 'firehose/to-lake/direct-put'],
  ])('goes on by itself when the disk took no checkpoint %s', async (_, direct, log) => {
    const storage = gatedStorage();
    const world = await laptop(testCloud({ storage }));
    const { cloud, firehose, start, bodies } = world;
    const put = direct ? world.putDirect : world.put;
    await start({}, direct);
    await put('a');
    const writesLeft = fillDisk(storage, log, 3);
    await cloud.clock.advance(70_000);
    expect([writesLeft(), bodies()]).toEqual([0, ['a']]);

    await put('b');
    await cloud.clock.advance(70_000);

    expect(bodies()).toEqual(['a', 'b']);
    await firehose.stopStream('to-lake');
    await start({}, direct);
    await cloud.clock.advance(70_000);
    expect(bodies()).toEqual(['a', 'b']);
  });

  it('refuses direct puts when a stream is its source', async () => {
    const { start, putDirect } = await laptop();
    await start();

    await expect(putDirect('a')).rejects.toMatchObject({
      code: 'InvalidArgumentException',
      message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
    });
  });

  it('keeps a direct put over a restart until it is delivered', async () => {
    const { cloud, firehose, start, putDirect, bodies } = await laptop();
    await start({}, true);
    await putDirect('a');
    await firehose.stopStream('to-lake');

    await start({}, true);
    await cloud.clock.advance(70_000);

    expect(bodies()).toEqual(['a']);
  });

  it('refuses a record above 1000 KiB', async () => {
    const { start, putDirect } = await laptop();
    await start({}, true);

    await expect(putDirect('x'.repeat(1_024_001))).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});
