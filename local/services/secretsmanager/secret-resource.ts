import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { SecretsManager } from './service';

/** Runs `aws_secretsmanager_secret`; values written by calls stay from run to run. */
export function secretResource(secrets: SecretsManager): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_secretsmanager_secret',
    honours: z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      kms_key_id: z.string().optional(),
      policy: z.string().optional(),
    }),
    inert: {
      recovery_window_in_days: 'how long AWS keeps the secret after Terraform destroyed it',
      force_overwrite_replica_secret: 'one region on a laptop',
      replica: 'one region on a laptop',
    },
    start: async (args, block) => {
      const { arn, name } = await secrets.declareSecret(args.name, {
        ...(args.description === undefined ? {} : { description: args.description }),
        ...(args.kms_key_id === undefined ? {} : { kmsKeyId: args.kms_key_id }),
        ...(args.policy === undefined ? {} : { policy: args.policy }),
      });
      return { attributes: { ...block.arguments, id: arn, arn, name } };
    },
  });
}
