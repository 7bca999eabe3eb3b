import 'cdktf/lib/testing/adapters/jest';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
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
