import { chance } from '../../../../local/chance';
import { systemClock, type Clock } from '../../../../local/clock';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { streamResource } from '../../../../local/services/kinesis/stream-resource';
import { NO_HAZARDS } from '../../../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../../../local/permissions/permissions';
import { ScratchStorages } from '../../../support/scratch-storages';

const account = '000000000000';
const HOUR = 3_600_000;
const scratch = new ScratchStorages();
let now = Date.UTC(2026, 10, 21);
const clock: Clock = { ...systemClock(), now: () => now };

interface Answer {
  Records: { Data: Uint8Array; SequenceNumber: string }[];
  ShardIterator: string;
  SequenceNumber: string;
  StreamDescriptionSummary: Record<string, unknown>;
}

function start() {
  const draws = chance('kinesis persistence');
  const dispatcher = createDispatcher(() => draws.uuid());
  const cloud = {
    account,
    region: 'us-east-1',
    clock,
    chance: draws,
    storage: scratch.open({ clock }),
    dispatcher,
    limitsEnforced: false,
    permissions: NO_PERMISSIONS,
    hazards: NO_HAZARDS,
    endpointUrl: () => '',
    report: () => undefined,
  };
  const kinesis = createKinesis(cloud);
  dispatcher.register(kinesis.service);
  const caller = { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` } as const;
  const call = (action: string, input: unknown) =>
    dispatcher.dispatch({ caller, service: 'kinesis', action, input }) as Promise<Answer>;
  const put = (text: string) =>
    call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) });
  const readAll = async () => {
    const at = {
      StreamName: 's',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    };
    const { ShardIterator } = await call('GetShardIterator', at);
    const { Records } = await call('GetRecords', { ShardIterator });
    return Records.map(({ Data }) => Buffer.from(Data).toString());
  };
  return { cloud, kinesis, call, put, readAll };
}

describe('Kinesis on disk', () => {
  it('keeps streams and records through a restart, and numbers on from there', async () => {
    const first = start();
    await first.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const before = await first.put('a');

    const second = start();
    const after = await second.put('b');

    expect(await second.readAll()).toEqual(['a', 'b']);
    expect(after.SequenceNumber > before.SequenceNumber).toBe(true);
  });

  it('forgets records past their retention, and never gives a number twice', async () => {
    const first = start();
    await first.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const before = await first.put('old');
    now += 25 * HOUR;

    expect(await first.readAll()).toEqual([]);
    expect((await start().put('new')).SequenceNumber > before.SequenceNumber).toBe(true);
  });

  it('wakes a consumer once records are there', async () => {
    const { kinesis, call, put, readAll } = start();
    await call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const woken = new Promise<void>((resolve) =>
      kinesis.onAppend(`arn:aws:kinesis:us-east-1:${account}:stream/s`, resolve),
    );
    await put('a');
    await woken;

    expect(await readAll()).toEqual(['a']);
  });

  it('brings a stream to what the definition says, at each start', async () => {
    const { cloud, call } = start();
    const block = {
      address: 'billing.aws_kinesis_stream.changes',
      stack: 'billing',
      account,
      region: 'us-east-1',
      arguments: {},
    };
    const adapter = streamResource(cloud);
    await adapter.start({ name: 's', shard_count: 1 } as never, block);
    const running = await adapter.start(
      {
        name: 's',
        shard_count: 5,
        retention_period: 168,
        encryption_type: 'KMS',
        kms_key_id: 'key-1',
      } as never,
      block,
    );

    expect(running.attributes['arn']).toBe(`arn:aws:kinesis:us-east-1:${account}:stream/s`);
    expect(
      (await call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary,
    ).toMatchObject({
      OpenShardCount: 5,
      RetentionPeriodHours: 168,
      KeyId: 'key-1',
    });
  });
});
