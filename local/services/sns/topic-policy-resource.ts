import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Sns } from './service';

/** Records `aws_sns_topic_policy` on its topic. */
export function topicPolicyResource(sns: Sns): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_sns_topic_policy',
    honours: z.strictObject({ arn: z.string(), policy: z.string() }),
    start: async (args, block) => {
      await sns.setTopicPolicy(args.arn, args.policy);
      return { attributes: { ...block.arguments, id: args.arn, owner: block.account } };
    },
  });
}
