import { PublishCommand } from '@aws-sdk/client-sns';
import type { PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { AlertMessage } from '../compose-message';

/**
 * `sent`: SNS has taken it. `refused`: it will never take this one. `rejected`: it certainly did not take
 * it now. `unknown`: no answer, or one that leaves it open.
 */
export type PublishOutcome =
  | { kind: 'sent'; messageId: string }
  | { kind: 'refused' | 'rejected' | 'unknown'; reason: string };

export interface Publisher {
  /** Tries once. The client must be made with `maxAttempts: 1`: its retries could send twice. */
  publish(message: AlertMessage): Promise<PublishOutcome>;
}

/**
 * Publishes to the topic with the attributes `customer_id`, `kind` and `period`, by which a subscription's
 * filter policy picks one customer: https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export function topicPublisher(client: SNSClient, topicArn: string): Publisher {
  return {
    publish: (message) =>
      publishOnce(client, {
        TopicArn: topicArn,
        Subject: message.subject,
        MessageStructure: 'json',
        Message: JSON.stringify(messageByProtocol(message)),
        MessageAttributes: {
          customer_id: { DataType: 'String', StringValue: message.customerId },
          kind: { DataType: 'String', StringValue: message.kind },
          period: { DataType: 'String', StringValue: message.period },
        },
      }),
  };
}

/** People get text, every other protocol JSON: https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html */
function messageByProtocol(message: AlertMessage): Record<string, string> {
  return {
    default: JSON.stringify({ ...message.body, text: message.text }),
    email: message.text,
    sms: message.shortText,
  };
}

/** One `Publish`, its answer read for what is certain. */
export async function publishOnce(
  client: SNSClient,
  input: PublishCommandInput,
): Promise<PublishOutcome> {
  try {
    const { MessageId } = await client.send(new PublishCommand(input));
    return { kind: 'sent', messageId: MessageId ?? '' };
  } catch (error) {
    return outcomeOf(error, input.PhoneNumber !== undefined);
  }
}

/**
 * Faults of one phone number; for a topic the same answers mean that the feed is set up wrong.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const REFUSALS = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'ParameterValueInvalid',
  'ValidationException',
  'EndpointDisabled',
  'EndpointDisabledException',
  'OptedOut',
  'OptedOutException',
]);
/** The connection was never made, so nothing was sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

function outcomeOf(error: unknown, isDirect: boolean): PublishOutcome {
  const { name, message, code, $metadata } = error as {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const reason = `${name ?? 'Error'}: ${message ?? String(error)}`;
  const status = $metadata?.httpStatusCode;
  if (status === undefined) {
    return { kind: NOT_CONNECTED.has(code ?? '') ? 'rejected' : 'unknown', reason };
  }
  if (status >= 500) return { kind: 'unknown', reason };
  return { kind: isDirect && REFUSALS.has(name ?? '') ? 'refused' : 'rejected', reason };
}
