import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import { oneBlock, refused } from '../terraform-block';
import { parseFunctionName } from './function-name';
import type { Lambda } from './service';

/** `aws_lambda_alias` */
export function lambdaAliasResource(lambda: Lambda) {
  return resourceAdapter({
    type: 'aws_lambda_alias',
    honours: z.strictObject({
      name: z.string(),
      function_name: z.string(),
      function_version: z.string(),
      routing_config: oneBlock(refused('weighted aliases')),
    }),
    inert: { description: 'words for people' },
    start: (args) => {
      const { name } = parseFunctionName(args.function_name);
      const arn = `${lambda.functions.find(name).settings.arn}:${args.name}`;
      lambda.functions.addAlias(name, args.name, args.function_version);
      return {
        attributes: { ...args, id: arn, arn, invoke_arn: arn },
        stop: () => {
          lambda.functions.removeAlias(name, args.name);
          return Promise.resolve();
        },
      };
    },
  });
}
