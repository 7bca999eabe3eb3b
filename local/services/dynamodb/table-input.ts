interface Index {
  name: string;
  range_key?: string | undefined;
  projection_type: string;
  non_key_attributes?: string[] | undefined;
}

/** Arguments of `aws_dynamodb_table`, parsed. */
export interface TableArguments {
  name: string;
  hash_key: string;
  range_key?: string | undefined;
  billing_mode?: string | undefined;
  read_capacity?: number | undefined;
  write_capacity?: number | undefined;
  attribute: { name: string; type: string }[];
  ttl?: { attribute_name?: string | undefined; enabled?: boolean | undefined } | undefined;
  point_in_time_recovery?:
    { enabled: boolean; recovery_period_in_days?: number | undefined } | undefined;
  server_side_encryption?: { enabled: boolean; kms_key_arn?: string | undefined } | undefined;
  deletion_protection_enabled?: boolean | undefined;
  stream_enabled?: boolean | undefined;
  stream_view_type?: string | undefined;
  table_class?: string | undefined;
  global_secondary_index: (Index & {
    hash_key: string;
    read_capacity?: number | undefined;
    write_capacity?: number | undefined;
  })[];
  local_secondary_index: Index[];
}

/** The CreateTable request that Terraform would make of the arguments. */
export function createTableInput(args: TableArguments) {
  const provisioned = args.billing_mode !== 'PAY_PER_REQUEST';
  const capacity = (of: {
    read_capacity?: number | undefined;
    write_capacity?: number | undefined;
  }) =>
    provisioned
      ? {
          ProvisionedThroughput: {
            ReadCapacityUnits: of.read_capacity ?? 1,
            WriteCapacityUnits: of.write_capacity ?? 1,
          },
        }
      : {};
  return {
    TableName: args.name,
    KeySchema: keySchema(args.hash_key, args.range_key),
    AttributeDefinitions: args.attribute.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    BillingMode: args.billing_mode ?? 'PROVISIONED',
    ...capacity(args),
    GlobalSecondaryIndexes: optional(
      args.global_secondary_index.map((each) => ({
        ...indexInput(each, each.hash_key),
        ...capacity(each),
      })),
    ),
    LocalSecondaryIndexes: optional(
      args.local_secondary_index.map((each) => indexInput(each, args.hash_key)),
    ),
    SSESpecification:
      args.server_side_encryption === undefined
        ? undefined
        : {
            Enabled: args.server_side_encryption.enabled,
            SSEType: 'KMS',
            KMSMasterKeyId: args.server_side_encryption.kms_key_arn,
          },
    DeletionProtectionEnabled: args.deletion_protection_enabled,
    StreamSpecification:
      args.stream_enabled === undefined
        ? undefined
        : { StreamEnabled: args.stream_enabled, StreamViewType: args.stream_view_type },
    TableClass: args.table_class,
  };
}

function indexInput(index: Index, hashKey: string) {
  return {
    IndexName: index.name,
    KeySchema: keySchema(hashKey, index.range_key),
    Projection: {
      ProjectionType: index.projection_type,
      ...(index.non_key_attributes === undefined
        ? {}
        : { NonKeyAttributes: index.non_key_attributes }),
    },
  };
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: 'HASH' };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: 'RANGE' }];
}

function optional<Element>(list: Element[]): Element[] | undefined {
  return list.length === 0 ? undefined : list;
}
