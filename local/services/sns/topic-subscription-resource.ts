import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { flag } from '../terraform-block';
import type { Sns } from './service';

/** Runs `aws_sns_topic_subscription`; an e-mail one stays pending until it is confirmed, as on AWS. */
export function topicSubscriptionResource(sns: Sns): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_sns_topic_subscription',
    honours: z.strictObject({
      topic_arn: z.string(),
      protocol: z.string(),
      endpoint: z.string(),
      filter_policy: z.string().optional(),
      filter_policy_scope: z.string().optional(),
      raw_message_delivery: flag.optional(),
      redrive_policy: z.string().optional(),
    }),
    inert: {
      confirmation_timeout_in_minutes: 'how long Terraform waits for an HTTP endpoint',
      endpoint_auto_confirms: 'HTTP endpoints only, which the laptop does not deliver to',
      delivery_policy: 'retries of HTTP endpoints, which the laptop does not deliver to',
    },
    start: async (args, block) => {
      const subscription = await sns.declareSubscription({
        topicArn: args.topic_arn,
        protocol: args.protocol,
        endpoint: args.endpoint,
        attributes: subscriptionAttributes(args),
        declaredBy: block.address,
      });
      return {
        attributes: {
          ...block.arguments,
          arn: subscription.arn,
          id: subscription.arn,
          owner_id: subscription.owner,
          pending_confirmation: subscription.pending,
          confirmation_was_authenticated: !subscription.pending,
        },
      };
    },
  });
}

function subscriptionAttributes(args: {
  filter_policy?: string | undefined;
  filter_policy_scope?: string | undefined;
  raw_message_delivery?: boolean | undefined;
  redrive_policy?: string | undefined;
}): Record<string, string> {
  return Object.fromEntries(
    [
      ['FilterPolicy', args.filter_policy],
      ['FilterPolicyScope', args.filter_policy_scope],
      ['RawMessageDelivery', args.raw_message_delivery?.toString()],
      ['RedrivePolicy', args.redrive_policy],
    ].filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
