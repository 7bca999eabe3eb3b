import { createHash } from 'node:crypto';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { type DurableMap, durableMap } from '../durable-map';

export interface Topic {
  arn: string;
  name: string;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  /** Terraform address, where the definition declares the topic. */
  declaredBy?: string;
}

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: Protocol;
  endpoint: string;
  owner: string;
  pending: boolean;
  token: string;
  /** FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy. */
  attributes: Record<string, string>;
  declaredBy?: string;
}

export const PROTOCOLS = ['email', 'email-json', 'sms', 'sqs', 'lambda'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/**
 * Topics and subscriptions, also after a restart. What a definition declared and no longer declares is
 * gone, as Terraform would have removed it; what was made by a call stays.
 */
export interface SnsState {
  loaded(): Promise<void>;
  topics(): Topic[];
  topic(arn: string): Topic;
  saveTopic(topic: Topic): Promise<void>;
  deleteTopic(arn: string): Promise<void>;
  subscriptions(topicArn?: string): Subscription[];
  subscription(arn: string): Subscription;
  /** The subscription that a definition declared in an earlier run, with its confirmation. */
  declaredBefore(
    wanted: Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint'>,
  ): Subscription | undefined;
  saveSubscription(subscription: Subscription): Promise<void>;
  deleteSubscription(arn: string): Promise<void>;
  topicArn(name: string): string;
  newSubscriptionArn(topicArn: string): string;
  newToken(): string;
}

export function createSnsState(cloud: Cloud): SnsState {
  const topics = durableMap<Topic>(cloud.storage.log('sns/topics'));
  const subscriptions = durableMap<Subscription>(cloud.storage.log('sns/subscriptions'));
  const declared = new Set<string>();
  const lives = (record: { arn: string; declaredBy?: string }) =>
    record.declaredBy === undefined || declared.has(record.arn);
  return {
    loaded: async () => {
      await topics.loaded();
      await subscriptions.loaded();
    },
    topics: () => topics.values().filter(lives),
    topic: (arn) => found(topics, arn, lives) ?? fail('Topic does not exist'),
    saveTopic: (topic) => save(topics, topic, declared),
    deleteTopic: async (arn) => {
      for (const each of subscriptions.values()) {
        if (each.topicArn === arn) await subscriptions.delete(each.arn);
      }
      await topics.delete(arn);
    },
    subscriptions: (topicArn) =>
      subscriptions
        .values()
        .filter((each) => lives(each) && (topicArn === undefined || each.topicArn === topicArn)),
    subscription: (arn) => found(subscriptions, arn, lives) ?? fail('Subscription does not exist'),
    declaredBefore: (wanted) =>
      subscriptions
        .values()
        .find(
          (each) =>
            each.topicArn === wanted.topicArn &&
            each.protocol === wanted.protocol &&
            each.endpoint === wanted.endpoint,
        ),
    saveSubscription: (subscription) => save(subscriptions, subscription, declared),
    deleteSubscription: (arn) => subscriptions.delete(arn),
    topicArn: (name) => `arn:aws:sns:${cloud.region}:${cloud.account}:${name}`,
    newSubscriptionArn: (topicArn) => `${topicArn}:${cloud.chance.uuid()}`,
    newToken: () => createHash('sha256').update(cloud.chance.bytes(32)).digest('hex'),
  };
}

function save<Value extends { arn: string; declaredBy?: string }>(
  map: DurableMap<Value>,
  value: Value,
  declared: Set<string>,
): Promise<void> {
  if (value.declaredBy !== undefined) declared.add(value.arn);
  return map.set(value.arn, value);
}

function found<Value>(
  map: DurableMap<Value>,
  arn: string,
  lives: (value: Value & { arn: string }) => boolean,
): Value | undefined {
  const value = map.get(arn);
  return value !== undefined && lives(value as Value & { arn: string }) ? value : undefined;
}

function fail(message: string): never {
  throw new ServiceError('NotFound', message, { status: 404 });
}
