import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conditionMet } from '../../ports/condition-met';
import { BRAKE_KEY, hourKey } from '../../../wire/alert-ledger';

/**
 * Holds alerts above a number in a clock hour, and all of them while an operator says so. No more than
 * the number go out in an hour, over all shards: each is counted before it is sent. A crash between count
 * and send leaves the count, so that such an hour sends fewer, never more.
 */
export interface Brake {
  /** Asked once before each send. */
  ask(): Promise<BrakeAnswer>;
  /** The alert that was counted in that hour certainly did not go out. */
  notSent(hour: string): Promise<void>;
  /** Holds every alert from now on; since when it holds, ISO 8601. */
  hold(reason: string): Promise<string>;
  /** Since when everything was held; undefined when nothing was. */
  resume(): Promise<string | undefined>;
}

/** Why an alert is to be held, or the hour that it counts in, as `hourKey` names it. */
export type BrakeAnswer = { held: string } | { hour: string };

export interface BrakeOptions {
  client: DynamoDBClient;
  table: string;
  perHourMax: number | undefined;
  now: () => number;
}

/** How long the operator's switch is believed before it is read again. */
const ASK_AGAIN_MILLISECONDS = 1000;
const COUNT_KEPT_SECONDS = 2 * 86_400;

export function dynamoBrake(options: BrakeOptions): Brake {
  const { client, table, perHourMax, now } = options;
  const key = (alert: string) => ({ TableName: table, Key: { alert: { S: alert } } });
  const isHolding = operatorSwitch(options);
  /** An hour that was seen full is not asked again, which spares the one item that all shards write. */
  let fullHour = '';

  const countIn = (hour: string) =>
    conditionMet(
      client.send(
        new UpdateItemCommand({
          ...key(hour),
          UpdateExpression: 'SET sent = if_not_exists(sent, :none) + :one, expires_at = :expiresAt',
          ConditionExpression: 'attribute_not_exists(sent) OR sent < :max',
          ExpressionAttributeValues: {
            ':none': { N: '0' },
            ':one': { N: '1' },
            ':max': { N: String(perHourMax) },
            ':expiresAt': { N: String(Math.floor(now() / 1000) + COUNT_KEPT_SECONDS) },
          },
        }),
      ),
    );

  return {
    ask: async () => {
      if (await isHolding()) return { held: 'An operator holds all alerts' };
      const hour = hourKey(now());
      if (perHourMax === undefined) return { hour };
      if (hour !== fullHour && (await countIn(hour))) return { hour };
      fullHour = hour;
      const clock = hour.slice(BRAKE_KEY.length + 1);
      return { held: `More than ${perHourMax} alerts in the hour ${clock}:00 UTC` };
    },
    notSent: async (hour) => {
      if (perHourMax === undefined) return;
      await conditionMet(
        client.send(
          new UpdateItemCommand({
            ...key(hour),
            UpdateExpression: 'SET sent = sent - :one',
            ConditionExpression: 'sent > :none',
            ExpressionAttributeValues: { ':one': { N: '1' }, ':none': { N: '0' } },
          }),
        ),
      );
      if (fullHour === hour) fullHour = '';
    },
    hold: async (reason) => {
      const heldSince = new Date(now()).toISOString();
      const item = { alert: BRAKE_KEY, held_since: heldSince, reason };
      const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]));
      await client.send(new PutItemCommand({ TableName: table, Item }));
      return heldSince;
    },
    resume: async () => {
      const command = new DeleteItemCommand({ ...key(BRAKE_KEY), ReturnValues: 'ALL_OLD' });
      return (await client.send(command)).Attributes?.['held_since']?.S;
    },
  };
}

/** Whether an operator holds all alerts, as it was at most a second ago. */
function operatorSwitch({ client, table, now }: BrakeOptions): () => Promise<boolean> {
  let isHolding = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - askedAt < ASK_AGAIN_MILLISECONDS) return isHolding;
    const Key = { alert: { S: BRAKE_KEY } };
    const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    const startedAt = now();
    isHolding = (await client.send(command)).Item !== undefined;
    askedAt = startedAt;
    return isHolding;
  };
}
