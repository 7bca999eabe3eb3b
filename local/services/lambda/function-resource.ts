import { z } from 'zod';
import type { Block } from '../resource-adapter';
import { resourceAdapter } from '../resource-adapter';
import type { FunctionSettings } from './function-settings';
import { oneBlock, refused } from '../terraform-block';
import type { Lambda } from './service';

const honours = z.strictObject({
  function_name: z.string(),
  role: z.string(),
  handler: z.string(),
  filename: z.string(),
  runtime: z.literal('nodejs22.x', {
    error: 'the laptop runs functions of runtime nodejs22.x only',
  }),
  description: z.string().default(''),
  timeout: z.number().int().min(1).max(900).default(3),
  memory_size: z.number().int().min(128).max(10_240).default(128),
  architectures: z.array(z.enum(['x86_64', 'arm64'])).default(['x86_64']),
  publish: z.boolean().default(false),
  package_type: z.literal('Zip').default('Zip'),
  reserved_concurrent_executions: z.number().int().min(-1).default(-1),
  // Terraform writes numbers and booleans of a map of strings as text.
  environment: oneBlock(
    z.strictObject({ variables: z.record(z.string(), z.coerce.string()) }),
  ).optional(),
  logging_config: oneBlock(
    z.strictObject({ log_group: z.string().optional(), log_format: z.string().optional() }),
  ).optional(),
  dead_letter_config: oneBlock(z.strictObject({ target_arn: z.string() })).optional(),
  layers: refused('layers'),
  image_uri: refused('functions from container images'),
  s3_bucket: refused('code from a bucket; give filename'),
});

/** `aws_lambda_function`: runs the bundle in workers. */
export function lambdaFunctionResource(lambda: Lambda) {
  return resourceAdapter({
    type: 'aws_lambda_function',
    honours,
    inert: {
      source_code_hash: 'the bundle itself is read on each start',
      kms_key_arn: 'environment variables are not kept at rest',
      tracing_config: 'traces go nowhere on a laptop',
      vpc_config: 'everything is on loopback',
      ephemeral_storage: 'functions share the disk of the laptop',
      skip_destroy: 'concerns destroying',
      replace_security_groups_on_destroy: 'concerns destroying',
      'logging_config.application_log_level': 'everything that a function writes is kept',
      'logging_config.system_log_level': 'START, END and REPORT are always written',
    },
    start: async (args, block) => {
      const settings = settingsOf(args, block);
      await lambda.startFunction(settings);
      return {
        attributes: { ...args, ...attributesOf(settings, block) },
        stop: () => lambda.stopFunction(settings.name),
      };
    },
  });
}

function settingsOf(args: z.output<typeof honours>, block: Block): FunctionSettings {
  const reserved = args.reserved_concurrent_executions;
  const deadLetterArn = args.dead_letter_config?.target_arn;
  return {
    name: args.function_name,
    arn: `arn:aws:lambda:${block.region}:${block.account}:function:${args.function_name}`,
    roleArn: args.role,
    handler: args.handler,
    filename: args.filename,
    timeoutSeconds: args.timeout,
    memoryMegabytes: args.memory_size,
    environment: args.environment?.variables ?? {},
    description: args.description,
    architecture: args.architectures[0] ?? 'x86_64',
    logGroup: args.logging_config?.log_group ?? `/aws/lambda/${args.function_name}`,
    version: args.publish ? '1' : '$LATEST',
    ...(reserved >= 0 && { reservedConcurrency: reserved }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
}

function attributesOf({ arn, name, version }: FunctionSettings, block: Block) {
  const invoke = (functionArn: string) =>
    `arn:aws:apigateway:${block.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const qualified = `${arn}:${version}`;
  return {
    id: name,
    arn,
    version,
    qualified_arn: qualified,
    invoke_arn: invoke(arn),
    qualified_invoke_arn: invoke(qualified),
  };
}
