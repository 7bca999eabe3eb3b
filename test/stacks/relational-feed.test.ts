import 'cdktf/lib/testing/adapters/jest';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DmsEndpoint } from '@cdktf/provider-aws/lib/dms-endpoint';
import { DmsReplicationTask } from '@cdktf/provider-aws/lib/dms-replication-task';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { resources, settingsInput, synthesized, type Block } from '../support/synthesized';

const { billing } = synthesized();
const kept = synthesized(
  settingsInput(
    { environment: 'production' },
    {
      database: { name: 'democustomer', deleteDataOnDestroy: true },
      alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts', deleteDataOnDestroy: true },
      delivery: { form: 'raw' },
      stream: { capacity: { mode: 'provisioned', shards: 3 } },
      replication: { engineVersion: '3.5.2', accountRoles: 'adopt' },
    },
  ),
).billing;
const deletable = synthesized(
  settingsInput({}, { database: { name: 'democustomer', deleteDataOnDestroy: true } }),
).billing;

function one(type: string, part = ''): Block {
  return resources(billing, type).find(([name]) => name.includes(part))![1];
}

describe('the source', () => {
  it('is private, encrypted, backed up and has its password kept by RDS', () => {
    expect(billing.json).toHaveResourceWithProperties(DbInstance, {
      engine: 'sqlserver-se',
      publicly_accessible: false,
      storage_encrypted: true,
      backup_retention_period: 7,
      manage_master_user_password: true,
    });
    expect(one('aws_db_instance')).not.toHaveProperty('password');
  });

  it('takes TLS connections only', () => {
    expect(billing.json).toHaveResourceWithProperties(DbParameterGroup, {
      family: 'sqlserver-se-15.0',
      parameter: [{ name: 'rds.force_ssl', value: '1', apply_method: 'pending-reboot' }],
    });
  });

  it('is kept when one of the two keys of deletion is turned', () => {
    expect(billing.json).toHaveResourceWithProperties(DbInstance, { deletion_protection: true });
    expect(kept.json).toHaveResourceWithProperties(DbInstance, { deletion_protection: true });
  });

  it('goes without a snapshot when both keys are turned', () => {
    expect(deletable.json).toHaveResourceWithProperties(DbInstance, {
      deletion_protection: false,
      skip_final_snapshot: true,
    });
  });

  it('has an empty secret for DMS that the next deployment can make again at once', () => {
    expect(billing.json).toHaveResourceWithProperties(SecretsmanagerSecret, {
      recovery_window_in_days: 0,
    });
    expect(resources(billing, 'aws_secretsmanager_secret_version')).toEqual([]);
  });
});

describe('the replication', () => {
  it('is not started by Terraform', () => {
    expect(billing.json).toHaveResourceWithProperties(DmsReplicationTask, {
      migration_type: 'full-load-and-cdc',
      start_replication_task: false,
    });
  });

  it('names the end of the task ARN, by which CloudWatch knows the task', () => {
    expect(billing.json).toHaveResourceWithProperties(DmsReplicationTask, {
      resource_identifier: 'tributary-dev-billing-task',
    });
    expect(billing.json).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      metric_name: 'CDCLatencySource',
      treat_missing_data: 'breaching',
      dimensions: {
        ReplicationInstanceIdentifier: 'tributary-dev-billing-replication',
        ReplicationTaskIdentifier: 'tributary-dev-billing-task',
      },
    });
  });

  it('writes one line a change, with its transaction, nulls and large numbers exact', () => {
    expect(one('aws_dms_endpoint', 'target')['kinesis_settings']).toMatchObject({
      message_format: 'json-unformatted',
      include_transaction_details: true,
      include_null_and_empty: true,
      use_large_integer_value: true,
    });
  });

  it('reads the database over TLS with the login of its secret', () => {
    expect(billing.json).toHaveResourceWithProperties(DmsEndpoint, {
      engine_name: 'sqlserver',
      ssl_mode: 'require',
      database_name: 'democustomer',
    });
    expect(one('aws_dms_endpoint', 'source')).not.toHaveProperty('password');
  });

  it('reads its secret by a role that trusts the regional principal too', () => {
    const trust = String(one('aws_iam_role', 'secret-role')['assume_role_policy']);

    expect(trust).toContain('"Service":["dms.amazonaws.com","dms.eu-west-1.amazonaws.com"]');
  });

  it('stops rather than lose a row, and applies no batches', () => {
    const settings = JSON.parse(
      String(one('aws_dms_replication_task')['replication_task_settings']),
    ) as Record<string, Record<string, unknown>>;

    expect(settings['TargetMetadata']).toMatchObject({ BatchApplyEnabled: false, LobMaxSize: 64 });
    expect(settings['ErrorBehavior']).toMatchObject({
      DataErrorPolicy: 'STOP_TASK',
      DataTruncationErrorPolicy: 'STOP_TASK',
      TableErrorPolicy: 'STOP_TASK',
      FailOnNoTablesCaptured: true,
    });
    expect(settings['BeforeImageSettings']).toEqual({
      EnableBeforeImage: true,
      FieldName: 'before-image',
      ColumnFilter: 'non-lob',
    });
  });

  it('leaves the log group out of the settings, as it would differ in every plan', () => {
    expect(String(one('aws_dms_replication_task')['replication_task_settings'])).not.toContain(
      'CloudWatchLogGroup',
    );
  });

  it('makes the roles of the account, or adopts them', () => {
    const names = (stack: typeof billing) =>
      resources(stack, 'aws_iam_role').map(([, role]) => role['name']);

    expect(names(billing)).toEqual(
      expect.arrayContaining(['dms-vpc-role', 'dms-cloudwatch-logs-role']),
    );
    expect(names(kept)).not.toContain('dms-vpc-role');
    expect(Object.keys(kept.data['aws_iam_role'] ?? {})).toHaveLength(2);
  });
});

describe('the stream', () => {
  it('is on demand and keeps a week by default', () => {
    expect(billing.json).toHaveResourceWithProperties(KinesisStream, {
      retention_period: 168,
      encryption_type: 'KMS',
      stream_mode_details: { stream_mode: 'ON_DEMAND' },
    });
  });

  it('has the shards of the settings', () => {
    expect(kept.json).toHaveResourceWithProperties(KinesisStream, {
      shard_count: 3,
      stream_mode_details: { stream_mode: 'PROVISIONED' },
    });
  });
});

describe('the delivery', () => {
  it('closes a file at 1 MB or 60 s, under explicit prefixes in UTC', () => {
    const { extended_s3_configuration: to } = one('aws_kinesis_firehose_delivery_stream') as {
      extended_s3_configuration: Block;
    };

    expect(to).toMatchObject({
      buffering_size: 1,
      buffering_interval: 60,
      compression_format: 'GZIP',
      prefix: 'billing/changes/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      error_output_prefix:
        'billing-errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      cloudwatch_logging_options: { enabled: true },
    });
  });

  it('lists no default parameter of the transform, as every plan would differ', () => {
    const { extended_s3_configuration: to } = one('aws_kinesis_firehose_delivery_stream') as {
      extended_s3_configuration: { processing_configuration: { processors: Block[] } };
    };

    expect(to.processing_configuration.processors).toEqual([
      {
        type: 'Lambda',
        parameters: [
          {
            parameter_name: 'LambdaArn',
            parameter_value: expect.stringMatching(/^\$\{aws_lambda_function\./) as string,
          },
        ],
      },
    ]);
  });

  it('delivers raw records without transform or table', () => {
    expect(kept.json).toHaveResource(KinesisFirehoseDeliveryStream);
    expect(kept.json).not.toContain('processing_configuration');
    expect(resources(kept, 'aws_glue_catalog_table')).toEqual([]);
  });
});

describe('the catalogue', () => {
  it("escapes Athena's braces from Terraform", () => {
    const { parameters } = one('aws_glue_catalog_table', 'rows') as { parameters: Block };

    expect(parameters['storage.location.template']).toMatch(
      /\}\/billing\/changes\/day=\$\$\{day\}\/hour=\$\$\{hour\}\/$/,
    );
  });

  it('has views of changes and current rows, the latter only with a key', () => {
    expect(resources(billing, 'aws_glue_catalog_table').map(([, table]) => table['name'])).toEqual(
      expect.arrayContaining([
        'billing_changes',
        'billing_dbo_invoices_changes',
        'billing_dbo_invoices_current',
        'billing_dbo_notes_changes',
      ]),
    );
    expect(billing.json).not.toContain('billing_dbo_notes_current');
  });
});

describe('the billing consumer', () => {
  it('retries within bounds, splits batches, and keeps what failed with its payload', () => {
    expect(billing.json).toHaveResourceWithProperties(LambdaEventSourceMapping, {
      starting_position: 'TRIM_HORIZON',
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: 10_000,
      maximum_record_age_in_seconds: 86400,
      maximum_batching_window_in_seconds: 1,
      function_response_types: ['ReportBatchItemFailures'],
      metrics_config: { metrics: ['EventCount'] },
    });
    expect(JSON.stringify(one('aws_lambda_event_source_mapping')['destination_config'])).toContain(
      'aws_s3_bucket.failures',
    );
  });

  it('runs on nodejs22.x and arm64, outside the network', () => {
    const consumer = one('aws_lambda_function', 'consumer');

    expect(consumer).toMatchObject({ runtime: 'nodejs22.x', architectures: ['arm64'] });
    expect(consumer).not.toHaveProperty('vpc_config');
  });

  it('forgets ledger items in time, and no history', () => {
    expect(billing.json).toHaveResourceWithProperties(DynamodbTable, {
      hash_key: 'alert',
      billing_mode: 'PAY_PER_REQUEST',
      point_in_time_recovery: { enabled: true },
      ttl: { enabled: true, attribute_name: 'expires_at' },
    });
    expect(one('aws_dynamodb_table', 'history')).toMatchObject({
      hash_key: 'customer_id',
      range_key: 'invoice_id',
      point_in_time_recovery: { enabled: true },
    });
    expect(one('aws_dynamodb_table', 'history')).not.toHaveProperty('ttl');
  });

  it('may send SMS only where contacts get them, and then to no topic', () => {
    const policy = (stack: typeof billing) =>
      String(
        resources(stack, 'aws_iam_role_policy').find(([name]) =>
          name.includes('consumer_role'),
        )![1]['policy'],
      );

    expect(policy(billing)).not.toContain('PublishSms');
    expect(policy(kept)).toContain('PublishSmsOnly');
    expect(policy(kept)).not.toContain('PublishAlerts');
  });
});

describe('the database runner', () => {
  it('is the one function inside the network', () => {
    const inside = resources(billing, 'aws_lambda_function').filter(
      ([, block]) => block['vpc_config'] !== undefined,
    );

    expect(inside.map(([, block]) => block['function_name'])).toEqual([
      'tributary-dev-billing-database-runner',
    ]);
  });

  it.each([
    ['5', billing],
    ['3599', kept],
  ])('asks for a capture interval of %s s, as the version of DMS wants it', (seconds, stack) => {
    expect(stack.json).toHaveResource(LambdaFunction);
    expect(stack.json).toContain(`"CAPTURE_POLLING_SECONDS": "${seconds}"`);
  });
});

describe('the output', () => {
  it('is one document, feed', () => {
    expect(Object.keys(billing.output)).toEqual(['feed']);
  });

  it('keeps the order of columns, which Terraform would sort', () => {
    const { tables } = billing.output['feed']!['value'] as { tables: string };
    const [invoices] = JSON.parse(tables) as { columns: object }[];

    expect(Object.keys(invoices!.columns)).toEqual([
      'invoice_id',
      'customer_id',
      'total_amount_due',
    ]);
  });

  it('names every place of the quarantine', () => {
    const { quarantine } = billing.output['feed']!['value'] as { quarantine: Block[] };

    expect(quarantine.map(({ prefix }) => prefix)).toEqual([
      'billing-alerts/',
      'aws/lambda/',
      'billing-errors/',
    ]);
  });
});
