import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Item } from '../../wire/attribute-value';
import { repairRow } from '../../wire/item-row-text';
import { inParallel } from '../in-parallel';
import { databaseSecond } from '../items/database-clock';
import { fromSdkItem, toSdkItem } from '../items/sdk-item';
import { lakeObjectKey } from '../lake-object-key';
import { progressText } from '../progress';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';

/** Items read and written at once: with the largest of them a file stays below 40 MB. */
const ITEMS_PER_FILE = 100;
const READS_IN_FLIGHT = 16;

/**
 * Reads items from the table again and writes them into the lake, at the second at which DynamoDB was
 * before it read: later than all that the item went through before that second, and earlier than what
 * comes after. What changed within the second stands by its own record. A key that has no item is
 * written as gone.
 */
export async function repairItems(
  target: DynamoTarget,
  screen: Screen,
  keys: readonly string[],
): Promise<void> {
  const startedAt = Date.now();
  for (let from = 0; from < keys.length; from += ITEMS_PER_FILE) {
    const batch = keys.slice(from, from + ITEMS_PER_FILE);
    await writeRows(target, await repairRows(target, batch));
    const done = from + batch.length;
    const elapsedSeconds = (Date.now() - startedAt) / 1000;
    screen.status(progressText({ done, total: keys.length, unit: 'items', elapsedSeconds }));
  }
  screen.settle();
}

async function repairRows(
  { clients, feed }: DynamoTarget,
  keys: readonly string[],
): Promise<string[]> {
  const { table, rows: form } = feed;
  const second = await databaseSecond(clients.dynamodb, table.name);
  const rows: string[] = [];
  await inParallel(READS_IN_FLIGHT, keys, async (keyJson) => {
    const key = JSON.parse(keyJson) as Item;
    const { Item: found } = await clients.dynamodb.send(
      new GetItemCommand({ TableName: table.name, Key: toSdkItem(key), ConsistentRead: true }),
    );
    const item = found === undefined ? undefined : fromSdkItem(found);
    rows.push(repairRow({ table: table.name, key, item, second }, form));
  });
  return rows;
}

const pack = promisify(gzip);

async function writeRows({ feed, lake }: DynamoTarget, rows: readonly string[]): Promise<void> {
  await lake.clients.s3.send(
    new PutObjectCommand({
      Bucket: feed.lake.bucket,
      Key: lakeObjectKey(feed.lake.prefix, new Date(), `repair-${randomUUID()}`),
      Body: await pack(rows.join('')),
    }),
  );
}
