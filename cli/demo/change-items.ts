import { DescribeTableCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../wire/attribute-value';
import { inParallel } from '../in-parallel';
import { toSdkItem } from '../items/sdk-item';
import { writeItems } from '../items/write-items';
import { progressText } from '../progress';
import type { Screen } from '../screen';
import { generatedItems, generatedKey, idValue, type ItemPlan } from '../seed/generate-items';
import type { DynamoTarget } from '../target';
import { UserError } from '../user-error';

export interface ItemsChanged {
  put: number;
  updated: number;
  deleted: number;
}

/** The item of the walkthrough. */
const WALKTHROUGH = { id: 864_732, before: 'Architect', after: 'Senior Architect' };
/** Of the generated items every tenth is updated, and every fifteenth deleted. */
const UPDATE_EVERY = 10;
const DELETE_EVERY = 15;
const UPDATES_IN_FLIGHT = 16;

/** The type of the table's key, which the demo's items are made for. */
export async function idType({ clients, feed }: DynamoTarget): Promise<'S' | 'N'> {
  const { Table } = await clients.dynamodb.send(
    new DescribeTableCommand({ TableName: feed.table.name }),
  );
  const type = Table?.AttributeDefinitions?.find((one) => one.AttributeName === 'id');
  const isAlone = feed.table.key.length === 1 && feed.table.key[0] === 'id';
  if (isAlone && (type?.AttributeType === 'S' || type?.AttributeType === 'N')) {
    return type.AttributeType;
  }
  throw new UserError(
    `The demo's items need a table whose key is id, a string or a number; that of ${feed.table.name} is ${feed.table.key.join(', ')}.`,
  );
}

export function walkthroughKey(keyType: 'S' | 'N'): Item {
  return { id: idValue(keyType, WALKTHROUGH.id) };
}

export const WALKTHROUGH_TITLE = WALKTHROUGH.after;

/** An item comes and changes, as the walkthrough types it. */
export async function changeWalkthroughItem(
  { clients, feed }: DynamoTarget,
  keyType: 'S' | 'N',
): Promise<string> {
  const TableName = feed.table.name;
  const key = walkthroughKey(keyType);
  const item: Item = {
    ...key,
    name: { S: 'Ada' },
    jobTitle: { S: WALKTHROUGH.before },
    address: { M: { city: { S: 'Dublin' } } },
    salary: { N: '85000.50' },
  };
  await clients.dynamodb.send(new PutItemCommand({ TableName, Item: toSdkItem(item) }));
  await clients.dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: toSdkItem(key),
      UpdateExpression: 'SET jobTitle = :title',
      ExpressionAttributeValues: { ':title': { S: WALKTHROUGH.after } },
    }),
  );
  return `id ${String(WALKTHROUGH.id)} put as "${WALKTHROUGH.before}", updated to "${WALKTHROUGH.after}"`;
}

/** Puts generated items of every type, then updates some and deletes some, as an application would. */
export async function changeGeneratedItems(
  target: DynamoTarget,
  screen: Screen,
  plan: ItemPlan,
): Promise<ItemsChanged> {
  const startedAt = Date.now();
  const progress = (done: number) =>
    screen.status(
      progressText({
        done,
        total: plan.items,
        unit: 'items',
        elapsedSeconds: (Date.now() - startedAt) / 1000,
      }),
    );
  const puts = generatedItems(plan, 0, plan.items).map((item) => ({
    PutRequest: { Item: toSdkItem(item) },
  }));
  await writeItems(target, puts, progress);
  const all = Array.from({ length: plan.items }, (_, at) => at);
  const updates = all.filter((at) => at % UPDATE_EVERY === 0);
  await inParallel(UPDATES_IN_FLIGHT, updates, (at) => promote(target, generatedKey(plan, at)));
  const deletes = all
    .filter((at) => at % DELETE_EVERY === 1)
    .map((at) => ({ DeleteRequest: { Key: toSdkItem(generatedKey(plan, at)) } }));
  await writeItems(target, deletes, () => undefined);
  screen.settle();
  return { put: puts.length, updated: updates.length, deleted: deletes.length };
}

async function promote({ clients, feed }: DynamoTarget, key: Item): Promise<void> {
  await clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: feed.table.name,
      Key: toSdkItem(key),
      UpdateExpression: 'SET jobTitle = :title REMOVE is_active ADD visits :one',
      ExpressionAttributeValues: { ':title': { S: 'Principal' }, ':one': { N: '1' } },
    }),
  );
}
