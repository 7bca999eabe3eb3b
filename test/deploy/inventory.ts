import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Inventory {
  /** Names by kind. */
  held: Record<string, string[]>;
  /** What AWS keeps for a while, and until when. */
  pending: Record<string, string>;
}

/** Counted under the kind; a part of another resource goes with it and has no kind of its own. */
export const KIND_OF_TYPE: Record<string, string> = {
  aws_vpc: 'vpc',
  aws_subnet: 'subnet',
  aws_route_table: 'route table',
  aws_route_table_association: 'route table',
  aws_security_group: 'security group',
  aws_vpc_security_group_egress_rule: 'security group',
  aws_vpc_security_group_ingress_rule: 'security group',
  aws_vpc_endpoint: 'vpc endpoint',
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_lifecycle_configuration: 'bucket',
  aws_s3_bucket_ownership_controls: 'bucket',
  aws_s3_bucket_policy: 'bucket',
  aws_s3_bucket_public_access_block: 'bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'bucket',
  aws_s3_bucket_versioning: 'bucket',
  aws_kms_key: 'kms key',
  aws_kms_alias: 'kms alias',
  aws_glue_catalog_database: 'glue database',
  aws_glue_catalog_table: 'glue table',
  aws_athena_workgroup: 'athena workgroup',
  aws_db_instance: 'database',
  aws_db_parameter_group: 'database parameters',
  aws_db_subnet_group: 'database subnets',
  aws_secretsmanager_secret: 'secret',
  aws_dms_endpoint: 'dms endpoint',
  aws_dms_event_subscription: 'dms subscription',
  aws_dms_replication_instance: 'dms instance',
  aws_dms_replication_subnet_group: 'dms subnets',
  aws_dms_replication_task: 'dms task',
  aws_kinesis_stream: 'stream',
  aws_kinesis_firehose_delivery_stream: 'delivery stream',
  aws_lambda_function: 'function',
  aws_lambda_permission: 'function',
  aws_lambda_event_source_mapping: 'event source mapping',
  aws_sns_topic: 'topic',
  aws_sns_topic_policy: 'topic',
  aws_dynamodb_table: 'table',
  aws_dynamodb_kinesis_streaming_destination: 'table',
  aws_cloudwatch_log_group: 'log group',
  aws_cloudwatch_log_stream: 'log group',
  aws_cloudwatch_metric_alarm: 'alarm',
  aws_cloudwatch_dashboard: 'dashboard',
  aws_cloudwatch_event_rule: 'rule',
  aws_cloudwatch_event_target: 'rule',
  aws_iam_role: 'role',
  aws_iam_role_policy: 'role',
  aws_iam_role_policy_attachment: 'role',
};

/** Asks each service, through a client that shares nothing with the stacks; `roleArn` enters its account. */
export function takeInventory(python: string, env: NodeJS.ProcessEnv, roleArn?: string): Inventory {
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, 'inventory.py')], {
    env: { ...env, ...(roleArn !== undefined && { ROLE_ARN: roleArn }) },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The inventory failed: ${stderr}`);
  return JSON.parse(stdout) as Inventory;
}

/** What is there now and was not before, kind by kind. */
export function added(before: Inventory, after: Inventory): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(after.held)
      .map(([kind, names]): [string, string[]] => [
        kind,
        names.filter((name) => before.held[kind]?.includes(name) !== true),
      ])
      .filter(([, names]) => names.length > 0),
  );
}
