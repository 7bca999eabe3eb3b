import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Sns } from './service';

/** Runs `aws_sns_topic`. */
export function topicResource(sns: Sns): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_sns_topic',
    honours: z.strictObject({
      name: z.string(),
      display_name: z.string().optional(),
      policy: z.string().optional(),
      kms_master_key_id: z.string().optional(),
    }),
    inert: {
      delivery_policy: 'retries of HTTP endpoints, which the laptop does not deliver to',
      signature_version: 'nothing on a laptop holds the signing key of SNS',
      tracing_config: 'no X-Ray on a laptop',
      application_failure_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      application_success_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      lambda_failure_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      lambda_success_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      lambda_success_feedback_sample_rate: 'delivery logging; the outbox shows every delivery',
      sqs_failure_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      sqs_success_feedback_role_arn: 'delivery logging; the outbox shows every delivery',
      sqs_success_feedback_sample_rate: 'delivery logging; the outbox shows every delivery',
    },
    start: async (args, block) => {
      const attributes = compact({
        DisplayName: args.display_name,
        Policy: args.policy,
        KmsMasterKeyId: args.kms_master_key_id,
      });
      const arn = await sns.declareTopic({ name: args.name, attributes, tags: {} }, block.address);
      return { attributes: { ...block.arguments, arn, id: arn, owner: block.account } };
    },
  });
}

function compact(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
