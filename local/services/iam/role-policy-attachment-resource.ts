import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Iam } from './service';

/** Registers `aws_iam_role_policy_attachment`; policies of AWS's own are kept by ARN. */
export function rolePolicyAttachmentResource(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_iam_role_policy_attachment',
    honours: z.strictObject({ role: z.string(), policy_arn: z.string() }),
    start: (args, block) => {
      iam.attach(args.role, args.policy_arn);
      return { attributes: { ...block.arguments, id: `${args.role}-${args.policy_arn}` } };
    },
  });
}
