import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { WATCH_KEY, type SourceWatchState } from '../../wire/source-watch';
import type { RelationalTarget } from '../target';

/** What the watch found at its last look, at most five minutes ago; undefined before its first. */
export async function readSourceWatch({
  clients,
  feed,
}: RelationalTarget): Promise<SourceWatchState | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: feed.sourceWatch.table,
      Key: { id: { S: WATCH_KEY } },
      ConsistentRead: true,
    }),
  );
  const text = Item?.['state']?.S;
  return text === undefined ? undefined : (JSON.parse(text) as SourceWatchState);
}
