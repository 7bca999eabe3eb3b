import { paginateQuery, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { LEDGER_OPEN_INDEX, type AlertState } from '../../wire/alert-ledger';
import type { RelationalTarget } from '../target';

/** An alert that an operator decides about. */
export interface OpenAlert {
  alert: string;
  state: 'in-doubt' | 'held' | 'not-alerted';
  customerId: string;
  kind: string;
  period: string;
  invoiceId: string;
  /** ISO 8601, UTC. */
  claimedAt: string;
  reason: string;
  /** JSON of the message as it is or would be sent. */
  message: string;
}

const STATES: readonly AlertState[] = ['in-doubt', 'held', 'not-alerted', 'claimed'];

/**
 * The alerts in doubt, held and not alerted, oldest first within each. A claim whose lease has expired is in
 * doubt too, though nobody came back to mark it so.
 */
export async function listOpenAlerts(
  target: RelationalTarget,
  nowMs: number,
): Promise<OpenAlert[]> {
  const open: OpenAlert[] = [];
  for (const state of STATES) open.push(...(await alertsInState(target, state, nowMs)));
  return open;
}

export async function alertsInState(
  target: RelationalTarget,
  state: AlertState,
  nowMs: number,
): Promise<OpenAlert[]> {
  const open: OpenAlert[] = [];
  const pages = paginateQuery(
    { client: target.clients.dynamodb },
    {
      TableName: target.feed.alerts.ledgerTable,
      IndexName: LEDGER_OPEN_INDEX,
      KeyConditionExpression: '#open = :state',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':state': { S: state } },
    },
  );
  for await (const { Items = [] } of pages) {
    open.push(...Items.flatMap((item) => openAlert(item, nowMs)));
  }
  return open;
}

export function openAlert(item: Record<string, AttributeValue>, nowMs: number): OpenAlert[] {
  const text = (name: string) => item[name]?.S ?? '';
  const alert = {
    alert: text('alert'),
    customerId: text('customer_id'),
    kind: text('kind'),
    period: text('period'),
    invoiceId: text('invoice_id'),
    claimedAt: text('claimed_at'),
    reason: text('reason'),
    message: text('message'),
  };
  const state = text('state');
  if (state === 'in-doubt' || state === 'held' || state === 'not-alerted')
    return [{ ...alert, state }];
  const lease = text('lease_until');
  if (state !== 'claimed' || lease > new Date(nowMs).toISOString()) return [];
  const reason = `Claimed until ${lease} and never marked: whether it was sent is not known`;
  return [{ ...alert, state: 'in-doubt', reason }];
}
