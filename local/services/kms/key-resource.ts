import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { flag } from '../terraform-block';
import type { Kms } from './service';

/** Runs `aws_kms_key`; its id stays the same from run to run. */
export function keyResource(kms: Kms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_kms_key',
    honours: z.strictObject({
      description: z.string().optional(),
      policy: z.string().optional(),
      is_enabled: flag.optional(),
      enable_key_rotation: flag.optional(),
      key_usage: z.literal('ENCRYPT_DECRYPT').optional(),
      customer_master_key_spec: z.literal('SYMMETRIC_DEFAULT').optional(),
    }),
    inert: {
      deletion_window_in_days: 'the laptop deletes no keys',
      rotation_period_in_days: 'keys are not rotated on a laptop',
      multi_region: 'one region on a laptop',
      bypass_policy_lockout_safety_check: 'a check while Terraform applies',
    },
    start: async (args, block) => {
      const key = await kms.declareKey({
        declaredBy: block.address,
        ...(args.description === undefined ? {} : { description: args.description }),
        ...(args.policy === undefined ? {} : { policy: args.policy }),
        enabled: args.is_enabled ?? true,
        rotates: args.enable_key_rotation ?? false,
      });
      return {
        attributes: {
          ...block.arguments,
          id: key.id,
          key_id: key.id,
          arn: key.arn,
          policy: key.policy,
        },
      };
    },
  });
}
