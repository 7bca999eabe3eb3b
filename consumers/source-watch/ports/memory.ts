import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { WATCH_KEY } from '../../../wire/source-watch';
import type { SourceWatchState } from '../../../wire/source-watch';

/** What the watch remembers between looks. */
export interface Memory {
  read(): Promise<{ state: SourceWatchState; version: number } | undefined>;
  /** False, and nothing is written, when another look wrote since `version` was read: no gap is forgotten. */
  write(state: SourceWatchState, version: number | undefined): Promise<boolean>;
}

export function dynamoMemory(client: DynamoDBClient, table: string): Memory {
  return {
    read: async () => {
      const Key = { id: { S: WATCH_KEY } };
      const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(command);
      if (Item === undefined) return undefined;
      const state = JSON.parse(Item['state']?.S ?? '') as SourceWatchState;
      return { state, version: Number(Item['version']?.N) };
    },
    write: async (state, version) => {
      const isNew = version === undefined;
      const command = new PutItemCommand({
        TableName: table,
        Item: {
          id: { S: WATCH_KEY },
          state: { S: JSON.stringify(state) },
          version: { N: String((version ?? 0) + 1) },
        },
        ConditionExpression: isNew ? 'attribute_not_exists(id)' : 'version = :version',
        ...(isNew ? {} : { ExpressionAttributeValues: { ':version': { N: String(version) } } }),
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
