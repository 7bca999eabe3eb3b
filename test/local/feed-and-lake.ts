import { synthesizedStack } from '../support/synthesized-stack';

export const SOURCE = '111111111111';
export const LAKE = '222222222222';

/** A stream and its delivery in one account, the lake in another, with a replica in a second region. */
export const FEED_AND_LAKE = [
  synthesizedStack('people', {
    provider: {
      aws: [
        {
          region: 'eu-west-1',
          assume_role: [{ role_arn: `arn:aws:iam::${SOURCE}:role/deploy` }],
        },
      ],
    },
    resource: {
      aws_kinesis_stream: { changes: { name: 'changes', shard_count: 1 } },
      aws_kinesis_firehose_delivery_stream: {
        lake: {
          name: 'to-lake',
          destination: 'extended_s3',
          kinesis_source_configuration: {
            kinesis_stream_arn: '${aws_kinesis_stream.changes.arn}',
            role_arn: `arn:aws:iam::${SOURCE}:role/delivery`,
          },
          extended_s3_configuration: {
            bucket_arn: 'arn:aws:s3:::central-lake',
            role_arn: `arn:aws:iam::${SOURCE}:role/delivery`,
            prefix: 'people/changes/',
            error_output_prefix: 'people/failed/!{firehose:error-output-type}/',
            buffering_size: 1,
            buffering_interval: 60,
          },
        },
      },
    },
  }),
  synthesizedStack('people-lake', {
    provider: {
      aws: [
        {
          region: 'eu-central-1',
          assume_role: [{ role_arn: `arn:aws:iam::${LAKE}:role/deploy` }],
        },
        {
          alias: 'replica',
          region: 'eu-north-1',
          assume_role: [{ role_arn: `arn:aws:iam::${LAKE}:role/deploy` }],
        },
      ],
    },
    resource: {
      aws_s3_bucket: {
        lake: { bucket: 'central-lake' },
        replica: { bucket: 'central-lake-replica', provider: 'aws.replica' },
      },
      aws_s3_bucket_versioning: {
        lake: {
          bucket: '${aws_s3_bucket.lake.bucket}',
          versioning_configuration: { status: 'Enabled' },
        },
        replica: {
          bucket: '${aws_s3_bucket.replica.bucket}',
          versioning_configuration: { status: 'Enabled' },
          provider: 'aws.replica',
        },
      },
      aws_s3_bucket_replication_configuration: {
        lake: {
          bucket: '${aws_s3_bucket.lake.bucket}',
          role: `arn:aws:iam::${LAKE}:role/replication`,
          rule: [
            {
              id: 'all',
              priority: 1,
              filter: { prefix: '' },
              status: 'Enabled',
              delete_marker_replication: { status: 'Enabled' },
              destination: { bucket: '${aws_s3_bucket.replica.arn}' },
            },
          ],
          depends_on: ['aws_s3_bucket_versioning.lake', 'aws_s3_bucket_versioning.replica'],
        },
      },
      aws_glue_catalog_database: { lake: { name: 'lake' } },
      aws_glue_catalog_table: {
        changes: {
          name: 'people_changes',
          database_name: '${aws_glue_catalog_database.lake.name}',
          table_type: 'EXTERNAL_TABLE',
          storage_descriptor: {
            location: 's3://central-lake/people/changes/',
            columns: [{ name: 'id', type: 'int' }],
          },
        },
      },
    },
    output: { replica: { value: '${aws_s3_bucket.replica.region}' } },
  }),
];
