import { BatchGetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { alertKey } from '../../wire/alert-ledger';
import type { RelationalTarget } from '../target';

/** Alerts that are looked up: the newest of the window. */
const ALERTS_MAX = 500;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_A_CALL = 100;

/** An inserted row of the table of invoices, and its position. */
export interface InsertedInvoice {
  position: string;
  row: Readonly<Record<string, string | null>>;
}

/** When the alert of each insert was sent, by position; from the ledger, in whose key the position is. */
export async function alertTimes(
  { clients, feed }: RelationalTarget,
  inserts: readonly InsertedInvoice[],
): Promise<ReadonlyMap<string, number>> {
  const positions = new Map(
    inserts.slice(0, ALERTS_MAX).map(({ position, row }) => {
      const customerId = row['customer_id'] ?? '';
      const period = (row['billing_date'] ?? '').slice(0, '2022-04'.length);
      return [alertKey({ customerId, kind: 'bill-ready', period, position }), position];
    }),
  );
  const times = new Map<string, number>();
  const keys = [...positions.keys()];
  for (let from = 0; from < keys.length; from += KEYS_A_CALL) {
    const Keys = keys.slice(from, from + KEYS_A_CALL).map((alert) => ({ alert: { S: alert } }));
    const { Responses = {} } = await clients.dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [feed.alerts.ledgerTable]: { Keys } } }),
    );
    for (const item of Responses[feed.alerts.ledgerTable] ?? []) {
      const sentAt = Date.parse(textOf(item, 'sent_at'));
      const position = positions.get(textOf(item, 'alert'));
      if (position !== undefined && !Number.isNaN(sentAt)) times.set(position, sentAt);
    }
  }
  return times;
}

function textOf(item: Record<string, AttributeValue>, name: string): string {
  return item[name]?.S ?? '';
}
