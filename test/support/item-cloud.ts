import type { StackDefinition } from '../../local/definition/read-definition';
import { defineSettings } from '../../settings/define-settings';
import { dynamoFeed, type DynamoFeedInput } from '../../settings/dynamo-feed';
import type { AttributeValue, Item } from '../../wire/attribute-value';
import { dynamoFeedOutputs, type DynamoFeedOutputs } from '../../wire/feed-outputs';
import {
  inProcessDefinition,
  type InProcessCloudOptions,
  type InProcessDefinition,
} from './in-process-cloud';
import { synthesizedDefinition } from './synthesized-definition';
import { beginReading, query } from './whole-feed';

/** Past both of Firehose's waits, before the transform (60 s) and before the object (120 s). */
const DELIVERY_MILLISECONDS = 190_000;

/** A definition that holds the DynamoDB feed `people`, whose delivery reads its stream. */
export interface ItemCloud extends InProcessDefinition {
  feed: DynamoFeedOutputs;
  put(item: Item): Promise<void>;
  remove(key: Item): Promise<void>;
  /** Puts records into the stream as they are, past the table. */
  stream(records: readonly { data: string; partitionKey: string }[]): Promise<void>;
  /** Lets everything that is on its way reach the lake. */
  deliver(): Promise<void>;
  /** Asks the lake, in its account. */
  query(sql: string): Promise<(string | null)[][]>;
}

export function peopleStacks(feed: Partial<DynamoFeedInput> = {}): StackDefinition[] {
  return synthesizedDefinition(
    defineSettings({
      environment: 'development',
      region: 'eu-west-1',
      feeds: {
        people: dynamoFeed({
          table: { kind: 'create', key: { partition: { name: 'id', type: 'S' } } },
          columns: [],
          stream: { capacity: { mode: 'provisioned', shards: 2 } },
          ...feed,
        }),
      },
    }),
    ['people'],
  );
}

export async function itemCloud(options: InProcessCloudOptions): Promise<ItemCloud> {
  const definition = await inProcessDefinition(options);
  const feed = dynamoFeedOutputs.parse(definition.running.outputs('people')['feed']);
  const { clock, callIn } = definition;
  const call = callIn(feed.account);
  const asked = { feed, clock, call: callIn(feed.lake.account) };
  const TableName = feed.table.name;
  await beginReading(definition);
  return {
    ...definition,
    feed,
    put: async (item) => {
      await call('dynamodb', 'PutItem', { TableName, Item: sdkItem(item) });
    },
    remove: async (key) => {
      await call('dynamodb', 'DeleteItem', { TableName, Key: sdkItem(key) });
    },
    stream: async (records) => {
      for (const { data, partitionKey } of records) {
        await call('kinesis', 'PutRecord', {
          StreamARN: feed.stream.arn,
          Data: Buffer.from(data),
          PartitionKey: partitionKey,
        });
      }
    },
    deliver: () => clock.advance(DELIVERY_MILLISECONDS),
    query: (sql) => query(asked, sql),
  };
}

/** Binary as the SDK hands it over. */
function sdkItem(item: Item): object {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, sdkValue(value)]));
}

function sdkValue(value: AttributeValue): object {
  if ('B' in value) return { B: Buffer.from(value.B, 'base64') };
  if ('BS' in value) return { BS: value.BS.map((one) => Buffer.from(one, 'base64')) };
  if ('L' in value) return { L: value.L.map(sdkValue) };
  if ('M' in value) return { M: sdkItem(value.M) };
  return value;
}
