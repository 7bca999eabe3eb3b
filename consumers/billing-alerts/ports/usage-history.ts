import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conditionMet } from '../../ports/condition-met';
import type { UsageHistoryItem } from '../../../wire/usage-history';

/** What is known of each customer's invoices. An older change never overwrites a newer one. */
export interface UsageHistory {
  /** All items of the customer, deleted ones too; strongly consistent. */
  ofCustomer(customerId: string): Promise<UsageHistoryItem[]>;
  /** Whether the invoice is there as far as is known; one that was deleted is not. */
  has(customerId: string, invoiceId: string): Promise<boolean>;
  /** Writes the item unless a newer one is there; `judged` is kept or set in any case. */
  record(item: UsageHistoryItem): Promise<void>;
  /** Writes the item of a load unless a change has written one. */
  teach(item: UsageHistoryItem): Promise<void>;
}

type Attributes = Record<string, AttributeValue>;

export function dynamoUsageHistory(client: DynamoDBClient, table: string): UsageHistory {
  return {
    ofCustomer: (customerId) => ofCustomer(client, table, customerId),
    has: async (customerId, invoiceId) => {
      const Key = { customer_id: { S: customerId }, invoice_id: { S: invoiceId } };
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item !== undefined && Item['deleted']?.BOOL !== true;
    },
    record: (item) => record(client, table, item),
    teach: async (item) => {
      await conditionMet(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: attributesOf(item),
            ConditionExpression: 'attribute_not_exists(customer_id) OR #position = :load',
            ExpressionAttributeNames: { '#position': 'position' },
            ExpressionAttributeValues: { ':load': { S: '' } },
          }),
        ),
      );
    },
  };
}

async function ofCustomer(
  client: DynamoDBClient,
  table: string,
  customerId: string,
): Promise<UsageHistoryItem[]> {
  const items: UsageHistoryItem[] = [];
  let start: Attributes | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'customer_id = :customer',
        ExpressionAttributeValues: { ':customer': { S: customerId } },
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []).map(itemOf));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

async function record(
  client: DynamoDBClient,
  table: string,
  item: UsageHistoryItem,
): Promise<void> {
  const Key = { customer_id: { S: item.customer_id }, invoice_id: { S: item.invoice_id } };
  const values = Object.fromEntries(
    Object.entries(attributesOf(item)).filter(([name]) => !(name in Key) && isSet(name, item)),
  );
  const isWritten = await conditionMet(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key,
        UpdateExpression: setAll(values),
        ConditionExpression: 'attribute_not_exists(#position) OR #position < :position',
        ...placeholders(values),
      }),
    ),
  );
  if (isWritten || !item.judged) return;
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key,
      UpdateExpression: 'SET judged = :judged',
      ExpressionAttributeValues: { ':judged': { BOOL: true } },
    }),
  );
}

/** `judged` is only ever set: a correction does not take it back. */
function isSet(name: string, item: UsageHistoryItem): boolean {
  return name !== 'judged' || item.judged;
}

function setAll(values: Attributes): string {
  const sets = Object.keys(values).map((name) => `#${name} = :${name}`);
  return `SET ${sets.join(', ')}`;
}

function placeholders(values: Attributes) {
  const names = Object.keys(values);
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`:${name}`, value]),
    ),
  };
}

function attributesOf(item: UsageHistoryItem): Attributes {
  return {
    customer_id: { S: item.customer_id },
    invoice_id: { S: item.invoice_id },
    billing_date: textOrNull(item.billing_date),
    monthly_kwh_use: textOrNull(item.monthly_kwh_use),
    position: { S: item.position },
    deleted: { BOOL: item.deleted },
    judged: { BOOL: item.judged },
  };
}

function textOrNull(text: string | null): AttributeValue {
  return text === null ? { NULL: true } : { S: text };
}

function itemOf(attributes: Attributes): UsageHistoryItem {
  return {
    customer_id: attributes['customer_id']?.S ?? '',
    invoice_id: attributes['invoice_id']?.S ?? '',
    billing_date: attributes['billing_date']?.S ?? null,
    monthly_kwh_use: attributes['monthly_kwh_use']?.S ?? null,
    position: attributes['position']?.S ?? '',
    deleted: attributes['deleted']?.BOOL ?? false,
    judged: attributes['judged']?.BOOL ?? false,
  };
}
