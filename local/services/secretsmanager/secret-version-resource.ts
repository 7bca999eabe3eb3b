import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { SecretsManager } from './service';

/** Runs `aws_secretsmanager_secret_version`; starting the same value again is no new version. */
export function secretVersionResource(secrets: SecretsManager): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_secretsmanager_secret_version',
    honours: z.strictObject({
      secret_id: z.string(),
      secret_string: z.string().optional(),
      secret_binary: z.string().optional(),
      version_stages: z.array(z.string()).optional(),
    }),
    start: async (args, block) => {
      const ClientRequestToken = createHash('sha256')
        .update(`${block.address}\n${args.secret_string ?? ''}\n${args.secret_binary ?? ''}`)
        .digest('hex');
      const value =
        args.secret_binary === undefined
          ? { SecretString: args.secret_string, ClientRequestToken }
          : { SecretBinary: Buffer.from(args.secret_binary, 'base64'), ClientRequestToken };
      const put = await secrets.declareValue(args.secret_id, value, args.version_stages);
      return {
        attributes: {
          ...block.arguments,
          id: `${put.secretArn}|${put.versionId}`,
          arn: put.secretArn,
          version_id: put.versionId,
          version_stages: put.stages,
        },
      };
    },
  });
}
