import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Iam } from './service';

/** Registers `aws_iam_role_policy` with its role. */
export function rolePolicyResource(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_iam_role_policy',
    honours: z.strictObject({ name: z.string(), role: z.string(), policy: z.string() }),
    start: ({ name, role, policy }, block) => {
      iam.putInlinePolicy(role, name, policy);
      return { attributes: { ...block.arguments, id: `${role}:${name}` } };
    },
  });
}
