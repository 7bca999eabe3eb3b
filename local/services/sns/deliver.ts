import { type Cloud, serviceCaller } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { type FilterPolicyScope, matchesFilterPolicy } from './filter-policy';
import { type Outbox, type Publication, readableAttributes } from './outbox';
import type { Subscription } from './sns-state';

/** Hands one publication to one subscription, if it is confirmed and its filter policy lets it through. */
export type Deliver = (publication: Publication, subscription: Subscription) => Promise<void>;

/** Every delivery also leaves a file in the outbox, queues and functions included. */
export function createDeliver(cloud: Cloud, outbox: Outbox): Deliver {
  return async (publication, subscription) => {
    if (subscription.pending || !wants(subscription, publication)) return;
    const body = bodyFor(publication, subscription, cloud.endpointUrl());
    const copies = cloud.hazards.strikes('sns-repeats-delivery') ? 2 : 1;
    for (let copy = 1; copy <= copies; copy += 1) {
      await outbox.delivered(publication, subscription, { body, copy });
      await attempt(cloud, { publication, subscription, body });
    }
  };
}

async function attempt(cloud: Cloud, delivery: Delivery): Promise<void> {
  try {
    await send(cloud, delivery);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { subscription, body } = delivery;
    await deliveryFailed(cloud, { subscription, body, error });
  }
}

interface Delivery {
  publication: Publication;
  subscription: Subscription;
  body: string;
}

async function send(cloud: Cloud, delivery: Delivery): Promise<void> {
  const { subscription, body } = delivery;
  if (subscription.protocol === 'sqs') {
    await sendToQueue(cloud, subscription.endpoint, body);
  } else if (subscription.protocol === 'lambda') {
    await cloud.dispatcher.dispatch({
      caller: serviceCaller(cloud, 'sns.amazonaws.com'),
      service: 'lambda',
      action: 'Invoke',
      input: {
        FunctionName: subscription.endpoint,
        InvocationType: 'Event',
        Payload: Buffer.from(body),
      },
    });
  }
}

function sendToQueue(cloud: Cloud, queueArn: string, body: string): Promise<unknown> {
  const [, , , , account = '', queue = ''] = queueArn.split(':');
  return cloud.dispatcher.dispatch({
    caller: serviceCaller(cloud, 'sns.amazonaws.com'),
    service: 'sqs',
    action: 'SendMessage',
    input: { QueueUrl: `${cloud.endpointUrl()}/${account}/${queue}`, MessageBody: body },
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
async function deliveryFailed(
  cloud: Cloud,
  failed: { subscription: Subscription; body: string; error: ServiceError },
): Promise<void> {
  const { subscription, body, error } = failed;
  cloud.report({
    source: subscription.arn,
    level: 'error',
    message: `delivery to ${subscription.endpoint} failed: ${error.message}`,
  });
  const redrive = subscription.attributes['RedrivePolicy'];
  if (redrive === undefined) return;
  const { deadLetterTargetArn } = JSON.parse(redrive) as { deadLetterTargetArn: string };
  await sendToQueue(cloud, deadLetterTargetArn, body);
}

function wants(subscription: Subscription, publication: Publication): boolean {
  const policy = subscription.attributes['FilterPolicy'];
  if (policy === undefined) return true;
  const scope = (subscription.attributes['FilterPolicyScope'] ??
    'MessageAttributes') as FilterPolicyScope;
  return matchesFilterPolicy(JSON.parse(policy) as Record<string, unknown>, scope, {
    attributes: publication.message.attributes,
    body: publication.message.default,
  });
}

function bodyFor(publication: Publication, subscription: Subscription, endpoint: string): string {
  const { message } = publication;
  const text = message.bodies[subscription.protocol] ?? message.default;
  switch (subscription.protocol) {
    case 'email':
    case 'sms':
      return text;
    case 'lambda':
      return functionEvent(publication, subscription, text);
    case 'sqs':
    case 'email-json':
      return subscription.attributes['RawMessageDelivery'] === 'true'
        ? text
        : notification(publication, text, unsubscribeUrl(subscription, endpoint));
  }
}

/**
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html, without the signature:
 * nothing on a laptop holds AWS's signing key.
 */
function notification(publication: Publication, text: string, unsubscribe: string): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: publication.messageId,
    TopicArn: publication.topicArn,
    Subject: publication.message.subject,
    Message: text,
    Timestamp: new Date(publication.sentAtMilliseconds).toISOString(),
    UnsubscribeURL: unsubscribe,
    ...attributesOf(publication),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function functionEvent(publication: Publication, subscription: Subscription, text: string): string {
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: publication.messageId,
          TopicArn: publication.topicArn,
          Subject: publication.message.subject ?? null,
          Message: text,
          Timestamp: new Date(publication.sentAtMilliseconds).toISOString(),
          MessageAttributes: readableAttributes(publication.message),
        },
      },
    ],
  });
}

function attributesOf(publication: Publication): object {
  const attributes = readableAttributes(publication.message);
  return Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes };
}

function unsubscribeUrl(subscription: Subscription, endpoint: string): string {
  return `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
}
