import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conditionMet } from '../../ports/condition-met';

export interface LedgerPlace {
  client: DynamoDBClient;
  table: string;
}

export function claimHeld(
  place: LedgerPlace,
  alert: string,
  { lease, expiresAt }: { lease: string; expiresAt: number },
): Promise<boolean> {
  return updateHeld(place, alert, {
    update:
      'SET #state = :claimed, #open = :claimed, lease_until = :lease, expires_at = :expiresAt REMOVE reason',
    values: {
      ':claimed': { S: 'claimed' },
      ':lease': { S: lease },
      ':expiresAt': { N: String(expiresAt) },
    },
  });
}

/** Its state is kept as long as a sent one's, so that the change sends nothing when it comes again. */
export function discardHeld(
  place: LedgerPlace,
  alert: string,
  { reason, expiresAt }: { reason: string; expiresAt: number },
): Promise<boolean> {
  return updateHeld(place, alert, {
    update: 'SET #state = :ended, reason = :reason, expires_at = :expiresAt REMOVE #open',
    values: {
      ':ended': { S: 'not-alerted' },
      ':reason': { S: reason },
      ':expiresAt': { N: String(expiresAt) },
    },
  });
}

function updateHeld(
  { client, table }: LedgerPlace,
  alert: string,
  { update, values }: { update: string; values: Record<string, AttributeValue> },
): Promise<boolean> {
  return conditionMet(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { alert: { S: alert } },
        UpdateExpression: update,
        ConditionExpression: '#state = :held',
        ExpressionAttributeNames: { '#state': 'state', '#open': 'open' },
        ExpressionAttributeValues: { ...values, ':held': { S: 'held' } },
      }),
    ),
  );
}
