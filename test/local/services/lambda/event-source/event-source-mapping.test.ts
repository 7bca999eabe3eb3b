import { fillDisk, gatedStorage } from '../../../../support/gated-storage';
import { scriptedService, testCloud } from '../../../../support/test-cloud';
import { laptop, mapped, settings, STREAM, texts, type StreamEvent } from './mapped-stream';

const failItem = (event: StreamEvent, text: string) => {
  const bad = event.Records[texts(event).indexOf(text)];
  const itemIdentifier = bad?.kinesis.sequenceNumber;
  return { batchItemFailures: bad === undefined ? [] : [{ itemIdentifier }] };
};

describe('an event source mapping over Kinesis', () => {
  it('gives the function the records in order, as Lambda words them', async () => {
    const { cloud, put } = await laptop();
    const events: StreamEvent[] = [];
    const { lambda } = await mapped(cloud, {}, (event) => void events.push(event));

    await put('one', 'customer-1');
    await cloud.clock.advance(2000);

    const [record] = events[0]!.Records;
    expect(record).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'customer-1',
        sequenceNumber: expect.stringMatching(/^\d{56}$/) as string,
        data: 'b25l',
        approximateArrivalTimestamp: expect.any(Number) as number,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `shardId-000000000000:${record!.kinesis.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::111122223333:role/judge-role',
      awsRegion: 'eu-west-1',
      eventSourceARN: STREAM,
    });
    await lambda.mappings.stop();
  });

  it('reads as the role of the function', async () => {
    const { cloud, put } = await laptop();
    await put('one');
    const { lambda } = await mapped(cloud, {}, () => null);

    await cloud.clock.advance(1000);

    const callers = cloud.calls
      .filter(({ action }) => action === 'GetRecords')
      .map(({ caller }) => caller);
    expect(new Set(callers)).toEqual(
      new Set(['arn:aws:sts::111122223333:assumed-role/judge-role/judge']),
    );
    await lambda.mappings.stop();
  });

  it('cuts batches at the batch size', async () => {
    const { cloud, put } = await laptop();
    for (const text of ['a', 'b', 'c']) await put(text);
    const { batches, lambda } = await mapped(cloud, { batchSize: 2 }, () => null);

    await cloud.clock.advance(5000);

    expect(batches).toEqual([['a', 'b'], ['c']]);
    await lambda.mappings.stop();
  });

  it('waits for the batching window to fill a batch', async () => {
    const { cloud, put } = await laptop();
    const { batches, lambda } = await mapped(cloud, { windowSeconds: 10 }, () => null);

    await put('a');
    await cloud.clock.advance(5000);
    await put('b');
    await cloud.clock.advance(7000);

    expect(batches).toEqual([['a', 'b']]);
    await lambda.mappings.stop();
  });

  it('retries from the reported record, its retries counted anew', async () => {
    const { cloud, put } = await laptop();
    for (const text of ['1', '2', '3', '4', '5', 'bad']) await put(text);
    const sent: { Body: Uint8Array; Key: string }[] = [];
    scriptedService(cloud, 's3', { PutObject: (input: never) => void sent.push(input) });
    const { batches, lambda } = await mapped(
      cloud,
      {
        batchSize: 3,
        retriesMax: 3,
        reportsItemFailures: true,
        onFailureArn: 'arn:aws:s3:::failures',
      },
      (event) => failItem(event, 'bad'),
    );

    await cloud.clock.advance(120_000);

    expect(batches).toEqual([
      ['1', '2', '3'],
      ['4', '5', 'bad'],
      ['bad'],
      ['bad'],
      ['bad'],
      ['bad'],
    ]);
    const body = JSON.parse(Buffer.from(sent[0]!.Body).toString()) as Record<string, unknown>;
    expect(body).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 4 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
      KinesisBatchInfo: { batchSize: 1, shardId: 'shardId-000000000000', streamArn: STREAM },
    });
    expect(JSON.parse(body['payload'] as string)).toMatchObject({
      Records: [{ kinesis: { data: 'YmFk' } }],
    });
    expect(sent[0]!.Key).toMatch(
      /^aws\/lambda\/11111111-2222-4333-8444-555555555555\/shardId-000000000000\/2026\/01\/15\/2026-01-15T10\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    await lambda.mappings.stop();
  });

  it('halves a batch that throws until the bad record is alone', async () => {
    const { cloud, put } = await laptop();
    for (const text of ['a', 'b', 'bad', 'd']) await put(text);
    const { batches, lambda } = await mapped(cloud, { bisect: true, retriesMax: 0 }, (event) => {
      if (texts(event).includes('bad')) throw new Error('bad');
    });

    await cloud.clock.advance(60_000);

    expect(batches).toEqual([['a', 'b', 'bad', 'd'], ['a', 'b'], ['bad', 'd'], ['bad'], ['d']]);
    await lambda.mappings.stop();
  });

  it('gives up records that are too old', async () => {
    const { cloud, put } = await laptop();
    await put('old');
    await cloud.clock.advance(61_000);
    await put('young');
    const { batches, lambda } = await mapped(cloud, { recordAgeSecondsMax: 60 }, () => null);

    await cloud.clock.advance(2000);

    expect(batches).toEqual([['young']]);
    await lambda.mappings.stop();
  });

  it('passes over records that no pattern matches', async () => {
    const { cloud, put } = await laptop();
    await put('{"kind":"insert"}');
    await put('{"kind":"delete"}');
    await put('not json');
    const pattern = '{"data":{"kind":["insert"]}}';
    const { batches, lambda } = await mapped(cloud, { filterPatterns: [pattern] }, () => null);

    await cloud.clock.advance(2000);

    expect(batches).toEqual([['{"kind":"insert"}']]);
    await lambda.mappings.stop();
  });

  it('goes on behind its checkpoint after a restart', async () => {
    const { cloud, put } = await laptop();
    await put('before');
    const first = await mapped(cloud, {}, () => null);
    await cloud.clock.advance(2000);
    await first.lambda.stop();

    await put('after');
    const second = await mapped(cloud, {}, () => null);
    await cloud.clock.advance(2000);

    expect(second.batches).toEqual([['after']]);
    await second.lambda.stop();
  });

  it('goes on by itself when the disk took no checkpoint', async () => {
    const storage = gatedStorage();
    const { cloud, put } = await laptop(testCloud({ storage }));
    await put('before');
    const first = await mapped(cloud, {}, () => null);
    const writesLeft = fillDisk(storage, `lambda/event-source-mappings/${settings.uuid}`, 3);
    await cloud.clock.advance(10_000);
    expect(writesLeft()).toBe(0);

    await put('after');
    await cloud.clock.advance(2000);

    expect(first.batches).toEqual([['before'], ['after']]);
    await first.lambda.stop();
    const second = await mapped(cloud, {}, () => null);
    await cloud.clock.advance(2000);
    expect(second.batches).toEqual([]);
    await second.lambda.stop();
  });

  it('starts at LATEST with what is put from then on', async () => {
    const { cloud, put } = await laptop();
    await put('before');
    await cloud.clock.advance(1000);
    const { batches, lambda } = await mapped(cloud, { start: { type: 'LATEST' } }, () => null);

    await put('after');
    await cloud.clock.advance(2000);

    expect(batches).toEqual([['after']]);
    await lambda.mappings.stop();
  });

  it('drains a parent shard before its children', async () => {
    const { cloud, put, kinesis } = await laptop();
    await put('parent');
    await kinesis('SplitShard', {
      StreamName: 'changes',
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '170141183460469231731687303715884105728',
    });
    await cloud.clock.advance(60_000);
    await put('child');
    const { batches, lambda } = await mapped(cloud, {}, (_event, invocation) => {
      if (invocation < 3) throw new Error('not yet');
    });

    await cloud.clock.advance(60_000);

    expect(batches).toEqual([['parent'], ['parent'], ['parent'], ['child']]);
    await lambda.mappings.stop();
  });

  it('keeps the order of each key across parallel lanes', async () => {
    const { cloud, put } = await laptop();
    const seen = new Map<string, number[]>();
    for (let n = 0; n < 60; n += 1) await put(`${n % 6}:${n}`, `key-${n % 6}`);
    const { lambda } = await mapped(
      cloud,
      { parallelization: 4, batchSize: 3 },
      (event, invocation) => {
        if (invocation % 3 === 0) throw new Error('again');
        for (const text of texts(event)) {
          const [key = '', n = ''] = text.split(':');
          seen.set(key, [...(seen.get(key) ?? []), Number(n)]);
        }
      },
    );

    await cloud.clock.advance(300_000);

    const inOrder = [...seen.values()].map((numbers) => [...numbers].sort((a, b) => a - b));
    expect([...seen.values()]).toEqual(inOrder);
    expect([...seen.values()].flat()).toHaveLength(60);
    await lambda.mappings.stop();
  });

  it('carries the state of a tumbling window to its final invocation', async () => {
    const { cloud, put } = await laptop();
    const finals: unknown[] = [];
    const { lambda } = await mapped(cloud, { tumblingWindowSeconds: 60 }, (event) => {
      if (event.isFinalInvokeForWindow === true) finals.push(event.state);
      return { state: { count: (event.state?.count ?? 0) + event.Records.length } };
    });

    await put('a');
    await cloud.clock.advance(5000);
    await put('b');
    await cloud.clock.advance(120_000);

    expect(finals).toEqual([{ count: 2 }]);
    await lambda.mappings.stop();
  });

  it('does not spend retries on throttles', async () => {
    const { cloud, put } = await laptop();
    await put('a');
    const { batches, lambda } = await mapped(cloud, { retriesMax: 0 }, () => null);
    await lambda.stopFunction('judge');

    await cloud.clock.advance(30_000);

    expect(batches).toEqual([]);
    expect(cloud.reported.at(-1)?.message).toMatch(/not invoked, tried again/);
    await lambda.mappings.stop();
  });
});
