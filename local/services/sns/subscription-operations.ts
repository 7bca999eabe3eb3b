import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import { invalid } from './message';
import { page } from './page';
import type { SnsState, Subscription } from './sns-state';
import { checkAttributes, subscribe } from './subscribe';

const subscriptionArn = z.strictObject({ SubscriptionArn: z.string() });

/** Operations on subscriptions. */
export function subscriptionOperations(cloud: Cloud, state: SnsState) {
  return {
    ...subscribeOperations(cloud, state),
    ...listOperations(state),
    ...attributeOperations(state),
  };
}

function subscribeOperations(cloud: Cloud, state: SnsState) {
  return {
    Subscribe: declaredOperation({
      iam: 'sns:Subscribe',
      input: z.strictObject({
        TopicArn: z.string(),
        Protocol: z.string(),
        Endpoint: z.string(),
        Attributes: z.record(z.string(), z.string()).optional(),
        ReturnSubscriptionArn: z.boolean().optional(),
      }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        const subscription = await subscribe(cloud, state, {
          topicArn: input.TopicArn,
          protocol: input.Protocol,
          endpoint: input.Endpoint,
          attributes: input.Attributes ?? {},
        });
        const hidden = subscription.pending && input.ReturnSubscriptionArn !== true;
        return { SubscriptionArn: hidden ? 'pending confirmation' : subscription.arn };
      },
    }),
    ConfirmSubscription: declaredOperation({
      iam: 'sns:ConfirmSubscription',
      input: z.strictObject({
        TopicArn: z.string(),
        Token: z.string(),
        AuthenticateOnUnsubscribe: z.string().optional(),
      }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        await state.loaded();
        state.topic(input.TopicArn);
        const found = state
          .subscriptions(input.TopicArn)
          .find(({ token }) => token === input.Token);
        if (found === undefined) throw invalid('Token');
        await state.saveSubscription({ ...found, pending: false });
        return { SubscriptionArn: found.arn };
      },
    }),
    Unsubscribe: declaredOperation({
      iam: 'sns:Unsubscribe',
      input: subscriptionArn,
      invalid: 'InvalidParameter',
      resources: (input) => [input.SubscriptionArn],
      run: async (input) => {
        await state.loaded();
        await state.deleteSubscription(input.SubscriptionArn);
        return {};
      },
    }),
  };
}

function listOperations(state: SnsState) {
  return {
    ListSubscriptions: declaredOperation({
      iam: 'sns:ListSubscriptions',
      input: z.strictObject({ NextToken: z.string().optional() }),
      invalid: 'InvalidParameter',
      run: async (input) => {
        await state.loaded();
        const { items, ...rest } = page(state.subscriptions(), input.NextToken);
        return { Subscriptions: items.map(listed), ...rest };
      },
    }),
    ListSubscriptionsByTopic: declaredOperation({
      iam: 'sns:ListSubscriptionsByTopic',
      input: z.strictObject({ TopicArn: z.string(), NextToken: z.string().optional() }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        await state.loaded();
        state.topic(input.TopicArn);
        const { items, ...rest } = page(state.subscriptions(input.TopicArn), input.NextToken);
        return { Subscriptions: items.map(listed), ...rest };
      },
    }),
  };
}

function attributeOperations(state: SnsState) {
  return {
    GetSubscriptionAttributes: declaredOperation({
      iam: 'sns:GetSubscriptionAttributes',
      input: subscriptionArn,
      invalid: 'InvalidParameter',
      resources: (input) => [input.SubscriptionArn],
      run: async (input) => {
        await state.loaded();
        return { Attributes: attributesOf(state.subscription(input.SubscriptionArn)) };
      },
    }),
    SetSubscriptionAttributes: declaredOperation({
      iam: 'sns:SetSubscriptionAttributes',
      input: z.strictObject({
        SubscriptionArn: z.string(),
        AttributeName: z.string(),
        AttributeValue: z.string().optional(),
      }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.SubscriptionArn],
      run: async (input) => {
        await state.loaded();
        const known = state.subscription(input.SubscriptionArn);
        await setAttribute(state, known, input);
        return {};
      },
    }),
  };
}

async function setAttribute(
  state: SnsState,
  known: Subscription,
  input: { AttributeName: string; AttributeValue?: string | undefined },
): Promise<void> {
  const { [input.AttributeName]: replaced, ...rest } = known.attributes;
  const value = input.AttributeValue ?? '';
  const attributes =
    value === '' && replaced !== undefined ? rest : { ...rest, [input.AttributeName]: value };
  checkAttributes(state, { topicArn: known.topicArn, attributes }, known);
  await state.saveSubscription({ ...known, attributes });
}

function listed(subscription: Subscription) {
  return {
    SubscriptionArn: subscription.pending ? 'PendingConfirmation' : subscription.arn,
    Owner: subscription.owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  };
}

function attributesOf(subscription: Subscription): Record<string, string> {
  if (subscription.topicArn === '') throw new ServiceError('NotFound', 'Topic does not exist');
  return {
    RawMessageDelivery: 'false',
    ...(subscription.attributes['FilterPolicy'] === undefined
      ? {}
      : { FilterPolicyScope: 'MessageAttributes' }),
    ...subscription.attributes,
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Owner: subscription.owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    PendingConfirmation: String(subscription.pending),
    ConfirmationWasAuthenticated: String(!subscription.pending),
    SubscriptionPrincipal: `arn:aws:iam::${subscription.owner}:root`,
  };
}
