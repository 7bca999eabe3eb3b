import { chance } from '../../../../local/chance';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { NO_HAZARDS } from '../../../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../../../local/permissions/permissions';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { fakeClock } from '../../../support/fake-clock';
import { gatedStorage } from '../../../support/gated-storage';

const account = '000000000000';

interface Answer {
  Records: { Data: Uint8Array }[];
  ShardIterator: string;
}

async function start() {
  const storage = gatedStorage();
  const draws = chance('read after write');
  const dispatcher = createDispatcher(() => draws.uuid());
  const { service } = createKinesis({
    account,
    region: 'us-east-1',
    clock: fakeClock(),
    chance: draws,
    storage,
    dispatcher,
    limitsEnforced: false,
    hazards: NO_HAZARDS,
    permissions: NO_PERMISSIONS,
    endpointUrl: () => '',
    report: () => undefined,
  });
  dispatcher.register(service);
  const caller = { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` } as const;
  const call = (action: string, input: unknown) =>
    dispatcher.dispatch({ caller, service: 'kinesis', action, input }) as Promise<Answer>;
  const put = (text: string) =>
    call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) });
  const read = async () => {
    const ShardId = 'shardId-000000000000';
    const from = { StreamName: 's', ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await call('GetShardIterator', from);
    const { Records } = await call('GetRecords', { ShardIterator });
    return Records.map(({ Data }) => Buffer.from(Data).toString());
  };
  await call('CreateStream', { StreamName: 's', ShardCount: 1 });
  await put('first');
  return { storage, put, read };
}

describe('a record of a stream', () => {
  it('cannot be read before it lies in the log', async () => {
    const { storage, put, read } = await start();
    let release: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (release = resolve));
    storage.gate = () => written;
    const putting = put('second');

    expect(await read()).toEqual(['first']);

    release();
    await putting;
    expect(await read()).toEqual(['first', 'second']);
  });

  it('is gone where it could not be written, and the next one is read', async () => {
    const { storage, put, read } = await start();
    storage.gate = () => Promise.reject(new Error('no room'));
    await expect(put('lost')).rejects.toThrow('no room');
    storage.gate = () => Promise.resolve();

    await put('next');

    expect(await read()).toEqual(['first', 'next']);
  });
});
