import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import {
  FILTER_POLICIES_PER_ACCOUNT_MAX,
  FILTER_POLICIES_PER_TOPIC_MAX,
  type FilterPolicyScope,
  parseFilterPolicy,
} from './filter-policy';
import { invalid } from './message';
import { createOutbox } from './outbox';
import { isPhoneNumber } from './publish-operations';
import { PROTOCOLS, type Protocol, type SnsState, type Subscription } from './sns-state';

export interface Subscribe {
  topicArn: string;
  protocol: string;
  endpoint: string;
  attributes: Record<string, string>;
  declaredBy?: string;
}

const SETTABLE = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'];

/**
 * Subscribes, or finds the subscription of that endpoint. An e-mail subscription is pending until its
 * token is confirmed; the token lies in the outbox, as the real one lies in the inbox.
 */
export async function subscribe(
  cloud: Cloud,
  state: SnsState,
  wanted: Subscribe,
): Promise<Subscription> {
  await state.loaded();
  state.topic(wanted.topicArn);
  const protocol = checkEndpoint(wanted);
  const known = state
    .subscriptions(wanted.topicArn)
    .find((each) => each.protocol === protocol && each.endpoint === wanted.endpoint);
  checkAttributes(state, wanted, known);
  if (known !== undefined && wanted.declaredBy === undefined) return sameAgain(known, wanted);
  const subscription = known ?? persisted(cloud, state, { ...wanted, protocol });
  const updated = { ...subscription, ...wanted, protocol };
  await state.saveSubscription(updated);
  if (updated.pending) await createOutbox(cloud).confirmation(updated, cloud.clock.now());
  return updated;
}

/** A new subscription. Its ARN holds the endpoint's own id, so that a declared one keeps it. */
function persisted(
  cloud: Cloud,
  state: SnsState,
  wanted: Subscribe & { protocol: Protocol },
): Subscription {
  const before = state.declaredBefore(wanted);
  if (before !== undefined) return before;
  return {
    ...wanted,
    arn: state.newSubscriptionArn(wanted.topicArn),
    owner: cloud.account,
    pending: wanted.protocol === 'email' || wanted.protocol === 'email-json',
    token: state.newToken(),
  };
}

function sameAgain(known: Subscription, wanted: Subscribe): Subscription {
  const differs = Object.entries(wanted.attributes).some(
    ([name, value]) => known.attributes[name] !== value,
  );
  if (differs) {
    throw invalid('Attributes Reason: Subscription already exists with different attributes');
  }
  return known;
}

/** Refuses attributes as SNS does, filter policies and their number included. */
export function checkAttributes(
  state: SnsState,
  wanted: Pick<Subscribe, 'topicArn' | 'attributes'>,
  known: Subscription | undefined,
): void {
  const { attributes } = wanted;
  const unknown = Object.keys(attributes).find((name) => !SETTABLE.includes(name));
  if (unknown !== undefined) throw invalid(`AttributeName: ${unknown} is not supported here`);
  const scope = attributes['FilterPolicyScope'] ?? 'MessageAttributes';
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw invalid('FilterPolicyScope: Invalid value. Please use MessageAttributes or MessageBody');
  }
  if (!['true', 'false', undefined].includes(attributes['RawMessageDelivery']?.toLowerCase())) {
    throw invalid('Attributes Reason: RawMessageDelivery: Invalid value. Must be true or false.');
  }
  const policy = attributes['FilterPolicy'];
  if (policy === undefined || policy === '') return;
  parseFilterPolicy(policy, scope satisfies FilterPolicyScope);
  checkPolicyCount(state, wanted.topicArn, known);
}

function checkPolicyCount(state: SnsState, topicArn: string, known: Subscription | undefined) {
  const filtered = state
    .subscriptions()
    .filter((each) => each.arn !== known?.arn && each.attributes['FilterPolicy'] !== undefined);
  const ofTopic = filtered.filter((each) => each.topicArn === topicArn).length;
  if (
    ofTopic >= FILTER_POLICIES_PER_TOPIC_MAX ||
    filtered.length >= FILTER_POLICIES_PER_ACCOUNT_MAX
  ) {
    throw new ServiceError(
      'FilterPolicyLimitExceeded',
      `Filter policies are limited to ${FILTER_POLICIES_PER_TOPIC_MAX} per topic and ${FILTER_POLICIES_PER_ACCOUNT_MAX} per account; ${topicArn} has ${ofTopic}.`,
      { status: 403 },
    );
  }
}

function checkEndpoint(wanted: Subscribe): Protocol {
  const protocol = PROTOCOLS.find((each) => each === wanted.protocol);
  if (protocol === undefined) {
    throw invalid(
      `Protocol ${wanted.protocol} is not supported by the laptop cloud; it delivers to ${PROTOCOLS.join(', ')}`,
    );
  }
  if (!endpointFits(protocol, wanted.endpoint)) {
    throw invalid(`Endpoint Reason: ${wanted.endpoint} is no ${protocol} endpoint`);
  }
  return protocol;
}

function endpointFits(protocol: Protocol, endpoint: string): boolean {
  switch (protocol) {
    case 'email':
    case 'email-json':
      return /^[^\s@]+@[^\s@]+$/.test(endpoint);
    case 'sms':
      return isPhoneNumber(endpoint);
    case 'sqs':
      return endpoint.startsWith('arn:aws:sqs:');
    case 'lambda':
      return endpoint.startsWith('arn:aws:lambda:');
  }
}
