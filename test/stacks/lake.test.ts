import 'cdktf/lib/testing/adapters/jest';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { resources, settingsInput, synthesized } from '../support/synthesized';

const { lake } = synthesized();

describe('the lake', () => {
  it('keeps old versions', () => {
    expect(lake.json).toHaveResourceWithProperties(S3BucketVersioningA, {
      versioning_configuration: { status: 'Enabled' },
    });
  });

  it.each([
    ['development', true, true],
    ['development', false, false],
    ['production', true, false],
  ] as const)('in %s with its own key %s goes with its files: %s', (environment, key, goes) => {
    const { lake } = synthesized(
      settingsInput({ environment, lake: { deleteDataOnDestroy: key } }),
    );

    expect(lake.json).toHaveResourceWithProperties(S3Bucket, { force_destroy: goes });
  });

  it('refuses plain HTTP', () => {
    expect(JSON.stringify(resources(lake, 'aws_s3_bucket_policy'))).toContain(
      'aws:SecureTransport',
    );
  });

  it('holds query results outside of every table', () => {
    const [[, workgroup]] = resources(lake, 'aws_athena_workgroup') as [[string, object]];

    expect(lake.json).toHaveResource(AthenaWorkgroup);
    expect(JSON.stringify(workgroup)).toMatch(
      /"output_location":"s3:\/\/\$\{[^}]+\}\/query-results\/"/,
    );
  });
});

describe('the replica of the lake', () => {
  const replicated = synthesized(
    settingsInput({ account: '123456789012', lake: { replica: { region: 'eu-central-1' } } }),
  ).lake;

  it('is made only where settings say so', () => {
    expect(resources(lake, 'aws_s3_bucket')).toHaveLength(1);
    expect(lake.provider['aws']).toHaveLength(1);
  });

  it('stands in the other region of the same account, under a key of its own', () => {
    const there = Object.entries(replicated.resource).flatMap(([type, blocks]) =>
      Object.values(blocks).flatMap((block) => (block['provider'] === undefined ? [] : [type])),
    );

    expect(replicated.provider['aws']![1]).toMatchObject({
      alias: 'replica',
      region: 'eu-central-1',
      allowed_account_ids: ['123456789012'],
    });
    expect(there.sort()).toEqual([
      'aws_kms_alias',
      'aws_kms_key',
      'aws_s3_bucket',
      'aws_s3_bucket_lifecycle_configuration',
      'aws_s3_bucket_ownership_controls',
      'aws_s3_bucket_policy',
      'aws_s3_bucket_public_access_block',
      'aws_s3_bucket_server_side_encryption_configuration',
      'aws_s3_bucket_versioning',
    ]);
    expect(JSON.stringify(resources(replicated, 'aws_s3_bucket'))).toContain(
      'tributary-dev-lake-replica-${data.aws_caller_identity.account.account_id}-eu-central-1',
    );
  });

  it('gets every object and every delete, encrypted objects included', () => {
    expect(replicated.json).toHaveResourceWithProperties(S3BucketReplicationConfigurationA, {
      rule: [
        {
          id: 'everything',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          delete_marker_replication: { status: 'Enabled' },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
          destination: {
            bucket: expect.stringMatching(/^\$\{aws_s3_bucket\.replica_/) as string,
            encryption_configuration: {
              replica_kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.replica_/) as string,
            },
          },
        },
      ],
    });
  });

  it('waits until both buckets keep versions', () => {
    const [[, replication]] = resources(replicated, 'aws_s3_bucket_replication_configuration') as [
      [string, { depends_on: string[] }],
    ];

    expect(replication.depends_on).toEqual([
      expect.stringMatching(/^aws_s3_bucket_versioning\.files_/),
      expect.stringMatching(/^aws_s3_bucket_versioning\.replica_/),
      expect.stringMatching(/^aws_iam_role_policy\.replica_/),
    ]);
  });
});
