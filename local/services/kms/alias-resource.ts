import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Kms } from './service';

/** Runs `aws_kms_alias`. */
export function aliasResource(kms: Kms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_kms_alias',
    honours: z.strictObject({ name: z.string().startsWith('alias/'), target_key_id: z.string() }),
    start: async (args, block) => {
      const { arn, key } = await kms.declareAlias(args.name, args.target_key_id);
      return { attributes: { ...block.arguments, id: args.name, arn, target_key_arn: key.arn } };
    },
  });
}
