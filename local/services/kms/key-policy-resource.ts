import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Kms } from './service';

/** Keeps the policy of `aws_kms_key_policy` on its key. */
export function keyPolicyResource(kms: Kms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_kms_key_policy',
    honours: z.strictObject({ key_id: z.string(), policy: z.string() }),
    inert: { bypass_policy_lockout_safety_check: 'a check while Terraform applies' },
    start: async (args, block) => {
      const key = await kms.setKeyPolicy(args.key_id, args.policy);
      return { attributes: { ...block.arguments, id: key.id } };
    },
  });
}
