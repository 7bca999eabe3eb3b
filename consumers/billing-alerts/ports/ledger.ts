import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conditionMet } from '../../ports/condition-met';
import type { AlertLedgerItem } from '../../../wire/alert-ledger';
import { firstLoadKey } from '../../../wire/alert-ledger';
import { claimHeld, discardHeld } from './held-alerts';
import type { LedgerPlace } from './held-alerts';

/** The memory of what was sent. Reads are strongly consistent, writes conditional. */
export interface Ledger {
  find(alert: string): Promise<AlertLedgerItem | undefined>;
  /** False when the alert is there already, in whatever state. */
  claim(item: AlertLedgerItem): Promise<boolean>;
  /** Takes over a claim whose lease is still `lease`; false when another was quicker. */
  reclaim(item: AlertLedgerItem, lease: string): Promise<boolean>;
  /** Forgets a claim whose message certainly did not go out. */
  release(alert: string, lease: string): Promise<void>;
  markSent(
    alert: string,
    sent: { lease: string; sentAt: string; messageId: string },
  ): Promise<void>;
  /** Keeps the alert for an operator, without expiry; nothing when another settled it meanwhile. */
  hold(
    alert: string,
    held: { state: 'in-doubt' | 'held' | 'not-alerted'; reason: string; lease: string },
  ): Promise<void>;
  /** Claims a held alert to send it; false when it is held no longer. */
  claimHeld(alert: string, claim: { lease: string; expiresAt: number }): Promise<boolean>;
  /** Ends a held alert without sending it; false when it is held no longer. */
  discardHeld(alert: string, end: { reason: string; expiresAt: number }): Promise<boolean>;
  /** Adds an alert that was never claimed to what waits for an operator; false when it is there already. */
  list(item: AlertLedgerItem): Promise<boolean>;
  unlist(alert: string): Promise<void>;
  firstLoadFinishedAt(table: string): Promise<string | undefined>;
  /** The first to remember wins; returns what is remembered. */
  rememberFirstLoad(table: string, finishedAt: string): Promise<string>;
}

type Attributes = Record<string, AttributeValue>;

/**
 * `newWriteId` gives a text that no other write has: a write whose reply was lost is sent again by the
 * SDK and then fails on its own item, which is known by it. Without it a claim of our own would look like
 * another's, and its alert would end in doubt though it never was sent.
 */
export function dynamoLedger(
  client: DynamoDBClient,
  table: string,
  newWriteId: () => string = randomUUID,
): Ledger {
  const put = async (item: object, condition: string, values?: Attributes) => {
    const write_id = { S: newWriteId() };
    const command = new PutItemCommand({
      TableName: table,
      Item: { ...attributesOf(item), write_id },
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#key': 'alert' },
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.['write_id']?.S === write_id.S;
    }
  };
  const get = async (alert: string): Promise<Attributes | undefined> => {
    const command = { TableName: table, Key: { alert: { S: alert } }, ConsistentRead: true };
    return (await client.send(new GetItemCommand(command))).Item;
  };
  const ABSENT = 'attribute_not_exists(#key)';

  return {
    find: async (alert) => itemOf(await get(alert)),
    claim: (item) => put(item, ABSENT),
    reclaim: (item, lease) =>
      put(item, 'attribute_exists(#key) AND lease_until = :lease', { ':lease': { S: lease } }),
    release: (alert, lease) => releaseClaim({ client, table }, alert, lease),
    markSent: (alert, sent) => markSent({ client, table }, alert, sent),
    hold: (alert, held) => hold({ client, table }, alert, held),
    claimHeld: (alert, claim) => claimHeld({ client, table }, alert, claim),
    discardHeld: (alert, end) => discardHeld({ client, table }, alert, end),
    list: (item) => put(item, ABSENT),
    unlist: async (alert) => {
      await client.send(new DeleteItemCommand({ TableName: table, Key: { alert: { S: alert } } }));
    },
    firstLoadFinishedAt: async (name) => (await get(firstLoadKey(name)))?.['finished_at']?.S,
    rememberFirstLoad: async (name, finishedAt) => {
      const alert = firstLoadKey(name);
      if (await put({ alert, finished_at: finishedAt }, ABSENT)) return finishedAt;
      return (await get(alert))?.['finished_at']?.S ?? finishedAt;
    },
  };
}

async function releaseClaim(place: LedgerPlace, alert: string, lease: string): Promise<void> {
  await conditionMet(
    place.client.send(
      new DeleteItemCommand({
        TableName: place.table,
        Key: { alert: { S: alert } },
        ConditionExpression: '#state = :claimed AND lease_until = :lease',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':claimed': { S: 'claimed' }, ':lease': { S: lease } },
      }),
    ),
  );
}

/** Also when the lease ran out under a slow send and another listed it in doubt: now it is known. */
async function markSent(
  place: LedgerPlace,
  alert: string,
  sent: { lease: string; sentAt: string; messageId: string },
): Promise<void> {
  await place.client.send(
    new UpdateItemCommand({
      TableName: place.table,
      Key: { alert: { S: alert } },
      UpdateExpression:
        'SET #state = :sent, sent_at = :sentAt, message_id = :messageId REMOVE #open, lease_until, reason',
      ExpressionAttributeNames: { '#state': 'state', '#open': 'open' },
      ExpressionAttributeValues: {
        ':sent': { S: 'sent' },
        ':sentAt': { S: sent.sentAt },
        ':messageId': { S: sent.messageId },
      },
    }),
  );
}

async function hold(
  place: LedgerPlace,
  alert: string,
  held: { state: string; reason: string; lease: string },
): Promise<void> {
  await conditionMet(
    place.client.send(
      new UpdateItemCommand({
        TableName: place.table,
        Key: { alert: { S: alert } },
        UpdateExpression:
          'SET #state = :state, #open = :state, reason = :reason REMOVE lease_until, expires_at',
        ConditionExpression: '#state = :claimed AND lease_until = :lease',
        ExpressionAttributeNames: { '#state': 'state', '#open': 'open' },
        ExpressionAttributeValues: {
          ':state': { S: held.state },
          ':claimed': { S: 'claimed' },
          ':reason': { S: held.reason },
          ':lease': { S: held.lease },
        },
      }),
    ),
  );
}

function attributesOf(item: object): Attributes {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: String(value) },
    ]),
  );
}

function itemOf(attributes: Attributes | undefined): AlertLedgerItem | undefined {
  if (attributes === undefined) return undefined;
  const entries = Object.entries(attributes)
    .filter(([name]) => name !== 'write_id')
    .map(([name, value]) => [name, value.N === undefined ? value.S : Number(value.N)]);
  return Object.fromEntries(entries) as AlertLedgerItem;
}
