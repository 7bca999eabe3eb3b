import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { BRAKE_KEY } from '../../wire/alert-ledger';
import type { RelationalTarget } from '../target';

/** Since when an operator holds all alerts, and why; undefined when nobody does. */
export async function readSwitch({
  clients,
  feed,
}: RelationalTarget): Promise<{ heldSince: string; reason: string } | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: feed.alerts.ledgerTable,
      Key: { alert: { S: BRAKE_KEY } },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  return { heldSince: Item['held_since']?.S ?? '', reason: Item['reason']?.S ?? '' };
}
