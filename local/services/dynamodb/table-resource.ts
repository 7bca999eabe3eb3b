import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { flag, repeatedBlock, singleBlock, wholeNumber } from '../terraform-block';
import { callDynamoDb } from './call-dynamodb';
import { findTable, type TableDescription } from './find-table';
import type { DynamoDb } from './service';
import { type TableArguments, createTableInput } from './table-input';
import { tableArn } from './table-accesses';

const index = {
  name: z.string(),
  range_key: z.string().optional(),
  projection_type: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  non_key_attributes: z.array(z.string()).optional(),
};

const honours = z.strictObject({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string().optional(),
  billing_mode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  read_capacity: wholeNumber.optional(),
  write_capacity: wholeNumber.optional(),
  attribute: repeatedBlock(z.strictObject({ name: z.string(), type: z.enum(['S', 'N', 'B']) })),
  ttl: singleBlock(
    z.strictObject({ attribute_name: z.string().optional(), enabled: flag.optional() }),
  ),
  point_in_time_recovery: singleBlock(
    z.strictObject({ enabled: flag, recovery_period_in_days: wholeNumber.optional() }),
  ),
  server_side_encryption: singleBlock(
    z.strictObject({ enabled: flag, kms_key_arn: z.string().optional() }),
  ),
  deletion_protection_enabled: flag.optional(),
  stream_enabled: flag.optional(),
  stream_view_type: z.string().optional(),
  table_class: z.string().optional(),
  global_secondary_index: repeatedBlock(
    z.strictObject({
      ...index,
      hash_key: z.string(),
      read_capacity: wholeNumber.optional(),
      write_capacity: wholeNumber.optional(),
    }),
  ),
  local_secondary_index: repeatedBlock(z.strictObject(index)),
});

/** Runs `aws_dynamodb_table`; a table that an earlier run made is taken over with its items. */
export function tableResource(dynamoDb: DynamoDb): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_dynamodb_table',
    honours,
    inert: { on_demand_throughput: 'the laptop does not meter capacity' },
    start: async (args, block) => {
      const label = await ensureTable(dynamoDb, args, block.address);
      await declareUpkeep(dynamoDb, args);
      const arn = tableArn(dynamoDb.cloud, args.name);
      return {
        attributes: {
          ...block.arguments,
          id: args.name,
          arn,
          stream_label: label ?? '',
          stream_arn: label === undefined ? '' : `${arn}/stream/${label}`,
        },
      };
    },
  });
}

async function ensureTable(
  dynamoDb: DynamoDb,
  args: TableArguments,
  address: string,
): Promise<string | undefined> {
  const input = createTableInput(args);
  const existing = await findTable(dynamoDb, args.name);
  if (existing === undefined) {
    await callDynamoDb(dynamoDb, 'CreateTable', input);
  } else if (JSON.stringify(existing.KeySchema) !== JSON.stringify(input.KeySchema)) {
    throw new Error(
      `${address}: table ${args.name} exists with another key; Terraform would replace it and lose its items. Delete it first: aws dynamodb delete-table --table-name ${args.name}`,
    );
  } else {
    const { TableName, SSESpecification, DeletionProtectionEnabled } = input;
    if (SSESpecification !== undefined || DeletionProtectionEnabled !== undefined) {
      const settings = { SSESpecification, DeletionProtectionEnabled };
      await callDynamoDb(dynamoDb, 'UpdateTable', { TableName, ...settings });
    }
    for (const StreamSpecification of streamSteps(existing, input.StreamSpecification)) {
      await callDynamoDb(dynamoDb, 'UpdateTable', { TableName, StreamSpecification });
    }
  }
  return (await findTable(dynamoDb, args.name))?.LatestStreamLabel;
}

/** A stream with another view type is switched off and a new one on, as Terraform does. */
function streamSteps(
  { StreamSpecification: before }: TableDescription,
  wanted: { StreamEnabled: boolean; StreamViewType: string | undefined } | undefined,
): object[] {
  const isEnabled = before?.StreamEnabled === true;
  const wantsEnabled = wanted?.StreamEnabled === true;
  if (isEnabled && wantsEnabled && before.StreamViewType === wanted.StreamViewType) return [];
  return [...(isEnabled ? [{ StreamEnabled: false }] : []), ...(wantsEnabled ? [wanted] : [])];
}

function declareUpkeep(dynamoDb: DynamoDb, args: TableArguments): Promise<void> {
  const { ttl, point_in_time_recovery: recovery } = args;
  return dynamoDb.changeSettings(args.name, (before) => {
    const { timeToLiveAttribute, pointInTimeRecovery, ...rest } = before;
    const attribute =
      ttl?.enabled === true ? (ttl.attribute_name ?? timeToLiveAttribute) : undefined;
    return {
      ...rest,
      ...(attribute === undefined ? {} : { timeToLiveAttribute: attribute }),
      ...(recovery?.enabled === true
        ? {
            pointInTimeRecovery: {
              enabledAtMilliseconds:
                pointInTimeRecovery?.enabledAtMilliseconds ?? dynamoDb.cloud.clock.now(),
              recoveryDays: recovery.recovery_period_in_days ?? 35,
            },
          }
        : {}),
    };
  });
}
