import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { AlertsRequest, AlertsResponses } from '../../wire/alerts-request';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';

/** Asks the billing consumer, which alone may send: the operator needs the right to invoke it. */
export async function askAlerts<Action extends AlertsRequest['action']>(
  { clients, feed }: RelationalTarget,
  request: Extract<AlertsRequest, { action: Action }>,
): Promise<AlertsResponses[Action]> {
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({
      FunctionName: feed.alerts.function,
      Payload: Buffer.from(JSON.stringify(request)),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError === undefined) return JSON.parse(text) as AlertsResponses[Action];
  throw new UserError(
    `${feed.alerts.function} could not ${request.action}: ${text}. Nothing is sent twice: try again.`,
  );
}
