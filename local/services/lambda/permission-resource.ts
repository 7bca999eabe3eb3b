import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import { parseFunctionName } from './function-name';
import type { Lambda, RecordedPermission } from './service';

const honours = z.strictObject({
  statement_id: z.string().optional(),
  action: z.string(),
  function_name: z.string(),
  principal: z.string(),
  source_arn: z.string().optional(),
  source_account: z.string().optional(),
  qualifier: z.string().optional(),
});

/** `aws_lambda_permission`: recorded with the function; who may invoke it is decided by dispatch's gates. */
export function lambdaPermissionResource(lambda: Lambda) {
  return resourceAdapter({
    type: 'aws_lambda_permission',
    honours,
    inert: {
      statement_id_prefix: 'names the statement only',
      event_source_token: 'concerns Alexa skills',
      principal_org_id: 'the laptop has no organization',
      function_url_auth_type: 'the laptop has no function URLs',
    },
    start: (args, block) => {
      const permission: RecordedPermission = {
        id: args.statement_id ?? block.address,
        functionName: parseFunctionName(args.function_name).name,
        action: args.action,
        principal: args.principal,
        ...(args.source_arn !== undefined && { sourceArn: args.source_arn }),
        ...(args.source_account !== undefined && { sourceAccount: args.source_account }),
        ...(args.qualifier !== undefined && { qualifier: args.qualifier }),
      };
      lambda.permissions.add(permission);
      return {
        attributes: { ...args, id: permission.id, statement_id: permission.id },
        stop: () => Promise.resolve(void lambda.permissions.delete(permission)),
      };
    },
  });
}
