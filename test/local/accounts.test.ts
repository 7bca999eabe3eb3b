import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { chance } from '../../local/chance';
import { roleCaller } from '../../local/cloud';
import { composeCloud, type ComposedCloud } from '../../local/compose-cloud';
import type { StackDefinition } from '../../local/definition/read-definition';
import { inMemoryRequestHandler } from '../../local/endpoint/in-memory-request-handler';
import { memoryStorage } from '../../local/storage/memory-storage';
import type { Storage } from '../../local/storage/storage';
import { fakeClock } from '../support/fake-clock';
import { synthesizedStack } from '../support/synthesized-stack';
import { FEED_AND_LAKE, LAKE, SOURCE } from './feed-and-lake';

const HOME = '000000000000';

const stackIn = (name: string, account: string, region: string): StackDefinition =>
  synthesizedStack(name, {
    provider: {
      aws: [{ region, assume_role: [{ role_arn: `arn:aws:iam::${account}:role/deploy` }] }],
    },
    resource: {
      aws_kinesis_stream: { changes: { name: 'changes', shard_count: 1 } },
      aws_s3_bucket: { lake: { bucket: `${name}-bucket` } },
    },
    data: { aws_caller_identity: { me: {} } },
    output: {
      stream: { value: '${aws_kinesis_stream.changes.arn}' },
      account: { value: '${data.aws_caller_identity.me.account_id}' },
      region: { value: '${aws_s3_bucket.lake.region}' },
    },
  });

const PAIR = [stackIn('source', SOURCE, 'eu-west-1'), stackIn('lake', LAKE, 'eu-central-1')];

async function compose(stacks: readonly StackDefinition[], storage: Storage = memoryStorage()) {
  const clock = fakeClock();
  const composed = await composeCloud({
    stacks,
    clock,
    storage,
    chance: chance('accounts'),
    limitsEnforced: true,
    permissions: 'off',
    report: () => undefined,
    catalogue: () => ({ servers: { start: () => Promise.reject(new Error('no database')) } }),
  });
  return { ...composed, clock };
}

const open: (() => Promise<void>)[] = [];

async function start(stacks: readonly StackDefinition[], storage?: Storage) {
  const composed = await compose(stacks, storage);
  const running = await composed.run('http://127.0.0.1:4566');
  open.push(async () => {
    await running.stop();
    await composed.close();
  });
  return { ...composed, running };
}

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function callIn({ cloud }: ComposedCloud, account: string) {
  const caller = roleCaller(`arn:aws:iam::${account}:role/deploy`, 'test');
  return (service: string, action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service, action, input }) as Promise<
      Record<string, unknown>
    >;
}

async function assumedIn({ cloud, exchange, catalogue }: ComposedCloud, account: string) {
  const { Credentials } = (await cloud.dispatcher.dispatch({
    caller: catalogue.callerOf('AKIDLAPTOP'),
    service: 'sts',
    action: 'AssumeRole',
    input: { RoleArn: `arn:aws:iam::${account}:role/deploy`, RoleSessionName: 'operator' },
  })) as { Credentials: { AccessKeyId: string; SecretAccessKey: string } };
  return {
    endpoint: 'http://127.0.0.1:4566',
    region: 'eu-west-1',
    requestHandler: inMemoryRequestHandler(exchange),
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
    },
  };
}

describe('accounts of the laptop', () => {
  it('start each block in the account and region of its provider', async () => {
    const { running } = await start(PAIR);

    expect(running.outputs('source')).toEqual({
      stream: 'arn:aws:kinesis:eu-west-1:111111111111:stream/changes',
      account: SOURCE,
      region: 'eu-west-1',
    });
    expect(running.outputs('lake')).toEqual({
      stream: 'arn:aws:kinesis:eu-central-1:222222222222:stream/changes',
      account: LAKE,
      region: 'eu-central-1',
    });
  });

  it('answer a call in the account of its caller', async () => {
    const cloud = await start(PAIR);
    await callIn(cloud, SOURCE)('kinesis', 'PutRecord', {
      StreamName: 'changes',
      PartitionKey: 'k',
      Data: Buffer.from('x'),
    });

    const read = async (account: string) => {
      const call = callIn(cloud, account);
      const { ShardIterator } = await call('kinesis', 'GetShardIterator', {
        StreamName: 'changes',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      });
      const { Records } = await call('kinesis', 'GetRecords', { ShardIterator });
      return (Records as unknown[]).length;
    };
    expect([await read(SOURCE), await read(LAKE)]).toEqual([1, 0]);
  });

  it('are entered by assuming a role, declared or not', async () => {
    const cloud = await start(PAIR);
    const client = await assumedIn(cloud, LAKE);

    const identity = await new STSClient(client).send(new GetCallerIdentityCommand({}));

    expect(identity.Account).toBe(LAKE);
    await expect(
      new KinesisClient(client).send(
        new PutRecordCommand({ StreamName: 'changes', PartitionKey: 'k', Data: Buffer.from('x') }),
      ),
    ).resolves.toMatchObject({ ShardId: 'shardId-000000000000' });
  });

  it('hold nothing of one another: the operator sees neither stream', async () => {
    const { cloud, catalogue } = await start(PAIR);

    const listed = await cloud.dispatcher.dispatch({
      caller: catalogue.callerOf('AKIDLAPTOP'),
      service: 'kinesis',
      action: 'ListStreams',
      input: {},
    });

    expect(listed).toMatchObject({ StreamNames: [] });
  });

  it('refuse an account that no provider acts in, by name', async () => {
    const cloud = await start(PAIR);

    await expect(callIn(cloud, '333333333333')('kinesis', 'ListStreams', {})).rejects.toThrow(
      'There is no account 333333333333 on the laptop',
    );
  });

  it('share the names of buckets', async () => {
    const cloud = await start(PAIR);

    const put = callIn(cloud, SOURCE)('s3', 'PutObject', {
      Bucket: 'lake-bucket',
      Key: 'k',
      Body: 'x',
    });

    await expect(put).resolves.toMatchObject({ ETag: '"9dd4e461268c8034f5c8564e155c67a6"' });
  });

  it('feed a lake of another account, which owns what it is given', async () => {
    const cloud = await start(FEED_AND_LAKE);
    const { clock, running } = cloud;
    const inLake = callIn(cloud, LAKE);
    await clock.advance(5000);
    await callIn(cloud, SOURCE)('kinesis', 'PutRecord', {
      StreamName: 'changes',
      PartitionKey: 'k',
      Data: Buffer.from('{"id":"864732"}\n'),
    });
    await clock.advance(120_000);

    const owners = async (Bucket: string) => {
      const { Contents } = await inLake('s3', 'ListObjectsV2', { Bucket, FetchOwner: true });
      return (Contents as { Owner: { ID: string } }[]).map(({ Owner }) => Owner.ID.slice(-12));
    };
    expect([await owners('central-lake'), await owners('central-lake-replica')]).toEqual([
      [LAKE],
      [LAKE],
    ]);
    expect(running.outputs('people-lake')).toEqual({ replica: 'eu-north-1' });
    const { QueryExecutionId } = await inLake('athena', 'StartQueryExecution', {
      QueryString: 'SELECT id FROM lake.people_changes',
      QueryExecutionContext: { Database: 'lake' },
      ResultConfiguration: { OutputLocation: 's3://central-lake/results/' },
    });
    await clock.settle();
    expect(await inLake('athena', 'GetQueryResults', { QueryExecutionId })).toMatchObject({
      ResultSet: { Rows: [{}, { Data: [{ VarCharValue: '864732' }] }] },
    });
  });

  it('keep their state apart, where a restart finds it', async () => {
    const storage = memoryStorage();
    const first = await start([...PAIR, synthesizedStack('home', {})], storage);
    await callIn(first, LAKE)('kms', 'CreateKey', {});
    await open.pop()?.();

    const logs = await Promise.all(
      ['kms/keys', 'accounts/111111111111/kms/keys', 'accounts/222222222222/kms/keys'].map(
        async (name) => {
          let entries = 0;
          for await (const entry of storage.log(name).read()) entries += entry.length > 0 ? 1 : 0;
          return entries;
        },
      ),
    );

    expect(logs).toEqual([0, 0, 1]);
  });

  it('are those that a provider without a role allows, where it allows one', async () => {
    const allowing = synthesizedStack('source', {
      provider: { aws: [{ region: 'eu-west-1', allowed_account_ids: [SOURCE] }] },
      data: { aws_caller_identity: { me: {} } },
      output: { account: { value: '${data.aws_caller_identity.me.account_id}' } },
    });
    const { running } = await start([allowing]);

    expect(running.outputs('source')).toEqual({ account: SOURCE });
  });

  it('are one where no provider assumes a role', async () => {
    const { accounts } = await compose([synthesizedStack('home', {})]);

    expect([...accounts.keys()]).toEqual([HOME]);
  });
});
