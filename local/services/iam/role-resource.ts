import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { repeatedBlock } from '../terraform-block';
import type { Iam } from './service';

/** Registers `aws_iam_role`. */
export function roleResource(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_iam_role',
    honours: z.strictObject({
      name: z.string(),
      path: z.string().optional(),
      assume_role_policy: z.string(),
      managed_policy_arns: z.array(z.string()).optional(),
      permissions_boundary: z.string().optional(),
      inline_policy: repeatedBlock(
        z.strictObject({ name: z.string().optional(), policy: z.string().optional() }),
      ),
    }),
    inert: {
      description: 'for people',
      force_detach_policies: 'how Terraform destroys the role',
      max_session_duration: 'sessions do not expire on a laptop',
    },
    start: (args, block) => {
      const { name, path = '/', assume_role_policy: trustPolicy } = args;
      const boundaryArn = args.permissions_boundary;
      const role = iam.declareRole(
        { name, path, trustPolicy, ...(boundaryArn !== undefined && { boundaryArn }) },
        block.account,
      );
      for (const inline of args.inline_policy) {
        if (inline.name !== undefined && inline.policy !== undefined) {
          iam.putInlinePolicy(name, inline.name, inline.policy);
        }
      }
      for (const arn of args.managed_policy_arns ?? []) iam.attach(name, arn);
      return {
        attributes: { ...block.arguments, id: name, arn: role.arn, unique_id: `AROA${name}`, path },
      };
    },
  });
}
