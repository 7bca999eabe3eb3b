import {
  itemSettingsInput,
  resources,
  settingsInput,
  synthesized,
  synthesizedItems,
  synthesizedStacks,
  TWO_ACCOUNTS,
  type SynthesizedStack,
} from '../support/synthesized';

/**
 * What holds data or names that others rely on. Terraform destroys and creates what changes its
 * address: a rename here needs a move in the same change.
 */
const STATEFUL = [
  'aws_athena_workgroup',
  'aws_db_instance',
  'aws_dms_endpoint',
  'aws_dms_replication_instance',
  'aws_dms_replication_task',
  'aws_dynamodb_kinesis_streaming_destination',
  'aws_dynamodb_table',
  'aws_glue_catalog_database',
  'aws_kinesis_firehose_delivery_stream',
  'aws_kinesis_stream',
  'aws_kms_key',
  'aws_lambda_event_source_mapping',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_sns_topic',
  'aws_subnet',
  'aws_vpc',
];

function addresses(stack: SynthesizedStack): string[] {
  return STATEFUL.flatMap((type) => resources(stack, type).map(([name]) => `${type}.${name}`));
}

describe('stateful addresses', () => {
  const stacks = synthesized(
    settingsInput({}, { alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts' } }),
  );

  it('stay where they are in the network', () => {
    expect(addresses(stacks.network)).toEqual([
      'aws_subnet.subnet-a',
      'aws_subnet.subnet-b',
      'aws_vpc.vpc',
    ]);
  });

  it('stay where they are in the lake', () => {
    expect(addresses(stacks.lake)).toEqual([
      'aws_athena_workgroup.workgroup',
      'aws_glue_catalog_database.catalogue',
      'aws_kms_key.key_F64E54E4',
      'aws_s3_bucket.files_bucket_D7C8A516',
    ]);
  });

  it('stay where they are in a feed', () => {
    expect(addresses(stacks.billing)).toEqual([
      'aws_db_instance.source_instance_B12CC23F',
      'aws_dms_endpoint.replication_source_1C4F2B12',
      'aws_dms_endpoint.replication_target_E850E81C',
      'aws_dms_replication_instance.replication_instance_F11D2AA9',
      'aws_dms_replication_task.replication_task_CC2970AC',
      'aws_dynamodb_table.billing-alerts_contacts_table_7ACB52EB',
      'aws_dynamodb_table.billing-alerts_history_table_CE22DF16',
      'aws_dynamodb_table.billing-alerts_ledger_table_7BE3688B',
      'aws_dynamodb_table.source-watch_memory_table_C40311FD',
      'aws_kinesis_firehose_delivery_stream.lake-delivery_CBEB72A0',
      'aws_kinesis_stream.changes_stream_ACB1E302',
      'aws_kms_key.key_F64E54E4',
      'aws_lambda_event_source_mapping.billing-alerts_mapping_4BB13279',
      'aws_s3_bucket.failures_bucket_0B5144B9',
      'aws_secretsmanager_secret.source_dms-login_17BA53BA',
      'aws_sns_topic.billing-alerts_topic_E98C43EA',
      'aws_sns_topic.operators_topic_5C03F9B6',
    ]);
  });

  it('stay where they are in a DynamoDB feed', () => {
    expect(addresses(synthesizedItems().people)).toEqual([
      'aws_dynamodb_kinesis_streaming_destination.streaming_destination_A7FBAF37',
      'aws_dynamodb_table.source_table_F3694E44',
      'aws_kinesis_firehose_delivery_stream.lake-delivery_CBEB72A0',
      'aws_kinesis_stream.changes_stream_ACB1E302',
      'aws_kms_key.key_F64E54E4',
      'aws_s3_bucket.exports_bucket_D13FF31A',
      'aws_sns_topic.operators_topic_5C03F9B6',
    ]);
  });

  it('stay where they are in the lake of a DynamoDB feed across accounts', () => {
    const across = synthesizedStacks(itemSettingsInput({}, { accounts: TWO_ACCOUNTS }));

    expect(addresses(across['people-lake']!)).toEqual(addresses(stacks.lake));
    expect(addresses(across['people-network']!)).toEqual(addresses(stacks.network));
  });

  it('stay where they are in the replica of the lake', () => {
    const { lake } = synthesized(settingsInput({ lake: { replica: { region: 'eu-central-1' } } }));

    expect(addresses(lake)).toEqual([
      'aws_athena_workgroup.workgroup',
      'aws_glue_catalog_database.catalogue',
      'aws_kms_key.key_F64E54E4',
      'aws_kms_key.replica_key_201AFAA3',
      'aws_s3_bucket.files_bucket_D7C8A516',
      'aws_s3_bucket.replica_files_bucket_C8FE06E6',
    ]);
  });
});
