import { createHash } from 'node:crypto';
import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import type { MappingSettings } from './event-source/mapping-settings';
import type { StartPosition } from '../shard-reader/record-source';
import { oneBlock, refused } from '../terraform-block';
import type { Lambda } from './service';

const honours = z.strictObject({
  event_source_arn: z
    .string()
    .regex(
      /^arn:aws:(kinesis:.*:stream|dynamodb:.*\/stream)\//,
      'the laptop maps streams of Kinesis and of DynamoDB tables to functions, nothing else yet',
    ),
  function_name: z.string(),
  enabled: z.boolean().default(true),
  starting_position: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP']),
  starting_position_timestamp: z.iso.datetime({ offset: true }).optional(),
  batch_size: z.number().int().min(1).max(10_000).default(100),
  maximum_batching_window_in_seconds: z.number().int().min(0).max(300).default(0),
  parallelization_factor: z.number().int().min(1).max(10).default(1),
  maximum_retry_attempts: z.number().int().min(-1).max(10_000).default(-1),
  maximum_record_age_in_seconds: z
    .number()
    .int()
    .refine((age) => age === -1 || (age >= 60 && age <= 604_800), 'must be -1 or 60 to 604800')
    .default(-1),
  bisect_batch_on_function_error: z.boolean().default(false),
  tumbling_window_in_seconds: z.number().int().min(0).max(900).default(0),
  function_response_types: z.array(z.literal('ReportBatchItemFailures')).default([]),
  filter_criteria: oneBlock(
    z.strictObject({ filter: z.array(z.strictObject({ pattern: z.string() })).max(10) }),
  ).optional(),
  destination_config: oneBlock(
    z.strictObject({ on_failure: oneBlock(z.strictObject({ destination_arn: z.string() })) }),
  ).optional(),
  scaling_config: refused('scaling_config, which concerns queues'),
  queues: refused('queues, which concern Amazon MQ'),
  topics: refused('topics, which concern Kafka'),
});

/** `aws_lambda_event_source_mapping` */
export function lambdaEventSourceMappingResource(lambda: Lambda) {
  return resourceAdapter({
    type: 'aws_lambda_event_source_mapping',
    honours,
    inert: {
      metrics_config:
        'the laptop keeps no CloudWatch metrics; what is given up is reported on screen',
      kms_key_arn: 'filter criteria are not kept at rest',
    },
    start: async (args, block) => {
      const uuid = uuidOf(block.address);
      await lambda.mappings.add(settingsOf(args, uuid));
      const functionArn = lambda.functions.find(args.function_name).invokedArn;
      const arn = `arn:aws:lambda:${block.region}:${block.account}:event-source-mapping:${uuid}`;
      return {
        attributes: { ...args, id: uuid, uuid, arn, function_arn: functionArn, state: 'Enabled' },
        stop: () => lambda.mappings.remove(uuid),
      };
    },
  });
}

function settingsOf(args: z.output<typeof honours>, uuid: string): MappingSettings {
  const onFailureArn = args.destination_config?.on_failure.destination_arn;
  return {
    uuid,
    functionName: args.function_name,
    streamArn: args.event_source_arn,
    enabled: args.enabled,
    start: positionOf(args),
    batchSize: args.batch_size,
    windowSeconds: args.maximum_batching_window_in_seconds,
    parallelization: parallelizationOf(args),
    retriesMax: args.maximum_retry_attempts,
    recordAgeSecondsMax: args.maximum_record_age_in_seconds,
    bisect: args.bisect_batch_on_function_error,
    reportsItemFailures: args.function_response_types.length > 0,
    tumblingWindowSeconds: args.tumbling_window_in_seconds,
    filterPatterns: args.filter_criteria?.filter.map(({ pattern }) => pattern) ?? [],
    ...(onFailureArn !== undefined && { onFailureArn }),
  };
}

function positionOf(args: z.output<typeof honours>): StartPosition {
  if (args.starting_position !== 'AT_TIMESTAMP') return { type: args.starting_position };
  if (args.event_source_arn.startsWith('arn:aws:dynamodb:')) {
    throw new Error('starting_position AT_TIMESTAMP is not for streams of DynamoDB tables');
  }
  if (args.starting_position_timestamp === undefined) {
    throw new Error('starting_position AT_TIMESTAMP needs starting_position_timestamp');
  }
  return { type: 'AT_TIMESTAMP', atMs: Date.parse(args.starting_position_timestamp) };
}

function parallelizationOf(args: z.output<typeof honours>): number {
  if (args.tumbling_window_in_seconds === 0 || args.parallelization_factor === 1) {
    return args.parallelization_factor;
  }
  throw new Error(
    `parallelization_factor ${args.parallelization_factor} together with tumbling_window_in_seconds is not supported on the laptop`,
  );
}

/** The same on each start, so that the checkpoints are found again. */
function uuidOf(address: string): string {
  const hex = createHash('sha256').update(address).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
}
