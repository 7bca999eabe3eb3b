import { z } from 'zod';
import { resourceAdapter, type Block, type ResourceAdapter } from '../resource-adapter';
import type { Endpoint } from './endpoints';
import { resourceId, type Dms } from './service';

const kinesisSettings = z.strictObject({
  stream_arn: z.string(),
  service_access_role_arn: z.string(),
  message_format: z.literal('json-unformatted', {
    error: 'the laptop writes json-unformatted only; "json" has no record delimiter',
  }),
  include_control_details: z.boolean().default(false),
  include_null_and_empty: z.boolean().default(false),
  include_partition_value: z.boolean().default(false),
  include_table_alter_operations: z.boolean().default(false),
  include_transaction_details: z.boolean().default(false),
  partition_include_schema_table: z.boolean().default(false),
  use_large_integer_value: z.boolean().default(false),
});

const common = { endpoint_id: z.string() };

const source = z.strictObject({
  ...common,
  endpoint_type: z.literal('source'),
  engine_name: z.literal('sqlserver'),
  database_name: z.string(),
  ssl_mode: z.enum(['none', 'require', 'verify-ca', 'verify-full']).default('none'),
  secrets_manager_arn: z.string(),
  secrets_manager_access_role_arn: z.string(),
  /** `TrimSpaceInChar=false`; others are refused. */
  extra_connection_attributes: z
    .string()
    .regex(/^(TrimSpaceInChar=(true|false);?)?$/, {
      error: 'the laptop knows the extra connection attribute TrimSpaceInChar only',
    })
    .default(''),
});

const target = z.strictObject({
  ...common,
  endpoint_type: z.literal('target'),
  engine_name: z.literal('kinesis'),
  kinesis_settings: kinesisSettings,
});

/** `aws_dms_endpoint`: a SQL Server source, or a Kinesis target. */
export function endpointResource(dms: Dms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_dms_endpoint',
    honours: z.discriminatedUnion('endpoint_type', [source, target]),
    inert: {
      kms_key_arn: 'encrypts connection settings at rest; ours lie in Secrets Manager',
      certificate_arn: 'the stand-in makes its own certificate at each start',
    },
    start: (args, block) => {
      const arn = `arn:aws:dms:${block.region}:${block.account}:endpoint:${resourceId('endpoint', args.endpoint_id)}`;
      dms.addEndpoint(
        args.endpoint_type === 'source' ? sourceEndpoint(args, arn) : targetEndpoint(args, arn),
      );
      return { attributes: { id: args.endpoint_id, endpoint_arn: arn } };
    },
  });
}

function sourceEndpoint(args: z.output<typeof source>, arn: Block['address']): Endpoint {
  return {
    kind: 'source',
    arn,
    id: args.endpoint_id,
    database: args.database_name,
    sslMode: args.ssl_mode,
    secretArn: args.secrets_manager_arn,
    secretRoleArn: args.secrets_manager_access_role_arn,
    trimSpaceInChar: !args.extra_connection_attributes.includes('TrimSpaceInChar=false'),
  };
}

function targetEndpoint(args: z.output<typeof target>, arn: string): Endpoint {
  const settings = args.kinesis_settings;
  return {
    kind: 'target',
    arn,
    id: args.endpoint_id,
    streamArn: settings.stream_arn,
    roleArn: settings.service_access_role_arn,
    includeControlDetails: settings.include_control_details,
    records: {
      includeNullAndEmpty: settings.include_null_and_empty,
      includeTransactionDetails: settings.include_transaction_details,
      includePartitionValue: settings.include_partition_value,
      partitionIncludeSchemaTable: settings.partition_include_schema_table,
      useLargeIntegerValue: settings.use_large_integer_value,
    },
  };
}
