import type { Cloud } from '../../cloud';
import type { Message } from './message';
import type { Subscription } from './sns-state';

/** Stamped once per published message; all its deliveries share it. */
export interface Publication {
  messageId: string;
  topicArn: string | undefined;
  sentAtMilliseconds: number;
  message: Message;
}

/**
 * What SNS would send, one readable JSON file for each message: per subscription under
 * `<topic>/<endpoint>/`, per published message under `<topic>/published/`, text messages to a phone
 * number under `sms/<number>/`.
 */
export interface Outbox {
  published(publication: Publication): Promise<void>;
  /** `copy` counts from 1: a delivery that is repeated has a file of its own. */
  delivered(
    publication: Publication,
    subscription: Subscription,
    delivery: { body: string; copy: number },
  ): Promise<void>;
  textMessage(publication: Publication, phoneNumber: string): Promise<void>;
  confirmation(subscription: Subscription, sentAtMilliseconds: number): Promise<void>;
}

export function createOutbox(cloud: Cloud): Outbox {
  const files = cloud.storage.files('outbox');
  const write = (folder: string, name: string, content: object) =>
    files.write(`${folder}/${name}.json`, Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
  return {
    published: (publication) =>
      write(`${topicName(publication.topicArn)}/published`, fileName(publication), {
        ...describe(publication),
        body: publication.message.default,
      }),
    delivered: (publication, subscription, { body, copy }) =>
      write(folderOf(subscription), fileName(publication) + (copy > 1 ? `-${copy}` : ''), {
        ...describe(publication),
        to: subscription.endpoint,
        protocol: subscription.protocol,
        subscriptionArn: subscription.arn,
        body,
      }),
    textMessage: (publication, phoneNumber) =>
      write(`sms/${phoneNumber}`, fileName(publication), {
        ...describe(publication),
        to: phoneNumber,
        protocol: 'sms',
        body: publication.message.bodies['sms'] ?? publication.message.default,
      }),
    confirmation: (subscription, sentAtMilliseconds) =>
      write(
        folderOf(subscription),
        `${stamp(sentAtMilliseconds)}-confirm-subscription`,
        confirmationOf(subscription, cloud.endpointUrl(), sentAtMilliseconds),
      ),
  };
}

/** Folder of what one subscription receives. */
function folderOf(subscription: Subscription): string {
  const { protocol, endpoint } = subscription;
  const name = endpoint.startsWith('arn:')
    ? endpoint.slice(endpoint.lastIndexOf(':') + 1)
    : endpoint;
  const folder = protocol === 'email' ? name : `${protocol}+${name}`;
  return `${topicName(subscription.topicArn)}/${folder}`;
}

function confirmationOf(subscription: Subscription, endpoint: string, sentAtMilliseconds: number) {
  const { topicArn, token } = subscription;
  return {
    subject: 'AWS Notification - Subscription Confirmation',
    to: subscription.endpoint,
    protocol: subscription.protocol,
    topicArn,
    sentAt: new Date(sentAtMilliseconds).toISOString(),
    token,
    body: `You have chosen to subscribe to the topic ${topicArn}. To confirm, run the command below.`,
    command: `aws sns confirm-subscription --endpoint-url ${endpoint} --topic-arn ${topicArn} --token ${token}`,
  };
}

function describe(publication: Publication) {
  return {
    messageId: publication.messageId,
    topicArn: publication.topicArn,
    sentAt: new Date(publication.sentAtMilliseconds).toISOString(),
    subject: publication.message.subject,
    attributes: readableAttributes(publication.message),
  };
}

/** Attributes as SNS writes them into notifications: binary values in base64. */
export function readableAttributes(
  message: Message,
): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(message.attributes).map(([name, attribute]) => [
      name,
      {
        Type: attribute.DataType,
        Value: attribute.StringValue ?? Buffer.from(attribute.BinaryValue ?? []).toString('base64'),
      },
    ]),
  );
}

function fileName(publication: Publication): string {
  return `${stamp(publication.sentAtMilliseconds)}-${publication.messageId}`;
}

/** Sorts by time, without characters that file systems dislike. */
function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(':', '-');
}

function topicName(topicArn: string | undefined): string {
  return topicArn?.slice(topicArn.lastIndexOf(':') + 1) ?? 'direct';
}
