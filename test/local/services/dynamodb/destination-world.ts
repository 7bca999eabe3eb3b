import type { LocalService, Operation } from '../../../../local/endpoint/dispatch';
import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { createKinesis } from '../../../../local/services/kinesis/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import type { Item } from '../../../../wire/attribute-value';
import { fakeClock } from '../../../support/fake-clock';
import { testCloud } from '../../../support/test-cloud';

export const TableName = 'people';
export const ARN = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
const open: DynamoDb[] = [];

export async function closeWorlds(): Promise<void> {
  for (const each of open.splice(0)) await each.close();
}

export interface Change {
  eventID: string;
  eventName: string;
  userIdentity: unknown;
  dynamodb: {
    ApproximateCreationDateTime: number;
    ApproximateCreationDateTimePrecision?: string;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
  };
}

export interface World {
  storage?: Storage;
  directory?: string;
}

/** DynamoDB beside a stream of its account; `storage` and `directory` of an earlier one play a restart. */
export function world({ storage = memoryStorage(), directory }: World = {}) {
  const clock = fakeClock(undefined, { quietTurns: 5 });
  const cloud = testCloud({ storage, clock });
  const answers = { areLost: false, areRefused: false };
  const dynamoDb = createDynamoDb(cloud, directory === undefined ? {} : { directory });
  open.push(dynamoDb);
  cloud.dispatcher.register(withTroubles(createKinesis(cloud).service, answers));
  cloud.dispatcher.register(dynamoDb.service);
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const call = (service: string, action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service, action, input }) as Promise<
      Record<string, unknown>
    >;
  const dynamo = (action: string, input: object = {}) =>
    call('dynamodb', action, { TableName, ...input });
  return { cloud, clock, dynamoDb, dynamo, call, answers };
}

/** The stream takes records and does not answer, or takes none. */
function withTroubles(
  service: LocalService,
  answers: { areLost: boolean; areRefused: boolean },
): LocalService {
  const real = service.operations['PutRecords']!;
  const PutRecords: Operation = {
    ...real,
    run: async (...given) => {
      if (answers.areRefused) throw new Error('refused');
      const output = await real.run(...given);
      if (answers.areLost) throw new Error('the answer is lost');
      return output;
    },
  };
  return { ...service, operations: { ...service.operations, PutRecords } };
}

export type Running = ReturnType<typeof world>;

export async function withDestination(given: World = {}, precision?: string): Promise<Running> {
  const running = world(given);
  await running.call('kinesis', 'CreateStream', { StreamName: 'changes', ShardCount: 2 });
  await running.dynamo('CreateTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await running.dynamo('EnableKinesisStreamingDestination', {
    StreamArn: ARN,
    ...(precision !== undefined && {
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
    }),
  });
  return running;
}

/** All that the stream holds, each shard in its order. */
export async function inStream({ call, clock }: Running): Promise<Change[]> {
  await clock.settle();
  const { Shards } = (await call('kinesis', 'ListShards', { StreamARN: ARN })) as {
    Shards: { ShardId: string }[];
  };
  const changes: Change[] = [];
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', {
      StreamARN: ARN,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const { Records } = (await call('kinesis', 'GetRecords', { ShardIterator })) as {
      Records: { Data: Uint8Array }[];
    };
    changes.push(...Records.map(({ Data }) => JSON.parse(Buffer.from(Data).toString()) as Change));
    await clock.advance(1000);
  }
  return changes;
}
