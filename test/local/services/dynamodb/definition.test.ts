import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance } from '../../../../local/chance';
import { roleCaller } from '../../../../local/cloud';
import { composeCloud } from '../../../../local/compose-cloud';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import { fakeClock } from '../../../support/fake-clock';
import { synthesizedStack } from '../../../support/synthesized-stack';

const SOURCE = '111111111111';
const LAKE = '222222222222';

const stackIn = (name: string, account: string) =>
  synthesizedStack(name, {
    provider: {
      aws: [
        {
          region: 'eu-west-1',
          assume_role: [{ role_arn: `arn:aws:iam::${account}:role/deploy` }],
        },
      ],
    },
    resource: {
      aws_s3_bucket: { exports: { bucket: `${name}-exports` } },
      aws_kinesis_stream: { changes: { name: 'changes', shard_count: 1 } },
      aws_dynamodb_table: {
        people: {
          name: 'people',
          hash_key: 'id',
          billing_mode: 'PAY_PER_REQUEST',
          attribute: [{ name: 'id', type: 'S' }],
          point_in_time_recovery: { enabled: true },
        },
      },
      aws_dynamodb_kinesis_streaming_destination: {
        changes: {
          table_name: '${aws_dynamodb_table.people.name}',
          stream_arn: '${aws_kinesis_stream.changes.arn}',
          approximate_creation_date_time_precision: 'MICROSECOND',
        },
      },
    },
  });

async function run(storage: Storage, root: string) {
  const clock = fakeClock(undefined, { quietTurns: 20 });
  const composed = await composeCloud({
    stacks: [stackIn('source', SOURCE), stackIn('lake', LAKE)],
    clock,
    storage,
    chance: chance(),
    limitsEnforced: true,
    permissions: 'off',
    report: () => undefined,
    catalogue: ({ account }) => ({
      servers: { start: () => Promise.reject(new Error('no database')) },
      dynamodbDirectory: join(root, account),
    }),
  });
  const running = await composed.run('http://127.0.0.1:4566');
  const callIn =
    (account: string) =>
    async (service: string, action: string, input: object): Promise<Record<string, unknown>> =>
      (await composed.cloud.dispatcher.dispatch({
        caller: roleCaller(`arn:aws:iam::${account}:role/deploy`, 'test'),
        service,
        action,
        input,
      })) as Record<string, unknown>;
  const idsIn = async (account: string) => {
    await clock.advance(1000);
    const call = callIn(account);
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', {
      StreamName: 'changes',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const { Records } = await call('kinesis', 'GetRecords', { ShardIterator });
    return (Records as { Data: Uint8Array }[]).map(
      ({ Data }) => /"Keys":\{"id":\{"S":"([^"]*)"/.exec(Buffer.from(Data).toString())?.[1],
    );
  };
  return {
    clock,
    callIn,
    idsIn,
    put: (account: string, id: string) =>
      callIn(account)('dynamodb', 'PutItem', { TableName: 'people', Item: { id: { S: id } } }),
    stop: async () => {
      await running.stop();
      await composed.close();
    },
  };
}

describe('tables of a definition', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tributary-tables-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("stream to their own account's stream, and go on after a restart", async () => {
    const storage = memoryStorage();
    const first = await run(storage, root);
    await first.put(SOURCE, 'a');
    await first.put(LAKE, 'b');
    expect([await first.idsIn(SOURCE), await first.idsIn(LAKE)]).toEqual([['a'], ['b']]);
    await first.stop();

    const second = await run(storage, root);
    await second.put(SOURCE, 'c');

    expect([await second.idsIn(SOURCE), await second.idsIn(LAKE)]).toEqual([['a', 'c'], ['b']]);
    await second.stop();
  });

  it("are exported to another account's bucket where its owner is named", async () => {
    const { callIn, clock, stop } = await run(memoryStorage(), root);
    const exportWith = async (more: object) => {
      const { ExportDescription } = await callIn(SOURCE)('dynamodb', 'ExportTableToPointInTime', {
        TableArn: `arn:aws:dynamodb:eu-west-1:${SOURCE}:table/people`,
        S3Bucket: 'lake-exports',
        ...more,
      });
      await clock.advance(10_000);
      const { ExportArn } = ExportDescription as { ExportArn: string };
      return (await callIn(SOURCE)('dynamodb', 'DescribeExport', { ExportArn }))[
        'ExportDescription'
      ];
    };

    expect(await exportWith({ S3BucketOwner: LAKE })).toMatchObject({ ExportStatus: 'COMPLETED' });
    expect(await exportWith({})).toMatchObject({
      ExportStatus: 'FAILED',
      FailureCode: 'S3AccessDenied',
    });
    await stop();
  });
});
