import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../wire/attribute-value';
import { canonicalItem } from '../../wire/canonical-item';
import { inParallel } from '../in-parallel';
import { fromSdkItem, toSdkItem } from '../items/sdk-item';
import type { DynamoTarget } from '../target';
import type { LookAgain, Standing } from './key-look';
import { itemsRelation } from './lake-relation';
import { lakeContent } from './lake-side';

const READS_IN_FLIGHT = 16;

/** Reads items by their key from the table, then from the lake. */
export function lookAtItems(target: DynamoTarget): LookAgain {
  const relation = itemsRelation(target);
  return async (keys) => {
    if (keys.length === 0) return [];
    const source = new Map<string, string>();
    await inParallel(READS_IN_FLIGHT, keys, async ({ key, place }) => {
      const item = await readItem(target, JSON.parse(key[0] ?? '') as Item);
      if (item !== undefined) source.set(place, item);
    });
    const places = keys.map(({ place }) => place);
    const lake = await lakeContent(target.lake, relation, places);
    return keys.map(({ key, place }) => ({
      key,
      place,
      source: standingOf(source.get(place)),
      lake: standingOf(lake.get(place)),
    }));
  };
}

async function readItem({ clients, feed }: DynamoTarget, key: Item): Promise<string | undefined> {
  const { Item: found } = await clients.dynamodb.send(
    new GetItemCommand({ TableName: feed.table.name, Key: toSdkItem(key), ConsistentRead: true }),
  );
  return found === undefined ? undefined : canonicalItem(fromSdkItem(found));
}

function standingOf(item: string | null | undefined): Standing {
  return item === null || item === undefined
    ? { copies: 0, row: null, state: '' }
    : { copies: 1, row: { item }, state: item };
}
