import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from './policy';

export interface PrivateBucketProps {
  name: string;
  keyArn: string;
  deletable: boolean;
  lifecycle: S3BucketLifecycleConfigurationRule[];
  /** What the bucket's policy allows beside what the account's roles may do. */
  grants?: (bucketArn: string) => readonly Statement[];
  /** Where the bucket stands in another region than its stack. */
  provider?: TerraformProvider;
}

/**
 * Encrypted with our key, versioned, closed to the public and to plain HTTP, owner of every object
 * whoever put it. The bucket key lowers the calls to KMS; with it the encryption context is the
 * bucket's ARN, so no policy here conditions on an object's. `force_destroy` follows the two keys of
 * deletion.
 */
export class PrivateBucket extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What replicates the bucket waits for this. */
  readonly versioning: ITerraformDependable;
  readonly #where: { provider?: TerraformProvider };

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.#where = props.provider === undefined ? {} : { provider: props.provider };
    const bucket = new S3Bucket(this, 'bucket', {
      ...this.#where,
      bucket: props.name,
      forceDestroy: props.deletable,
    });
    this.arn = bucket.arn;
    this.name = bucket.bucket;
    this.encrypt(props.keyArn);
    this.close(props.grants?.(this.arn) ?? []);
    this.versioning = new S3BucketVersioningA(this, 'versioning', {
      ...this.#where,
      bucket: this.name,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      ...this.#where,
      bucket: this.name,
      rule: props.lifecycle,
      dependsOn: [this.versioning],
    });
  }

  private encrypt(keyArn: string): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...this.#where,
      bucket: this.name,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
  }

  private close(grants: readonly Statement[]): void {
    const block = new S3BucketPublicAccessBlock(this, 'public-access', {
      ...this.#where,
      bucket: this.name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      ...this.#where,
      bucket: this.name,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketPolicy(this, 'policy', {
      ...this.#where,
      bucket: this.name,
      policy: policyDocument([denyPlainText(this.arn), ...grants]),
      dependsOn: [block],
    });
  }
}

/** Refuses whatever does not come over TLS. */
function denyPlainText(bucketArn: string): Statement {
  return {
    sid: 'DenyPlainText',
    effect: 'Deny',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
    principals: { AWS: ['*'] },
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Old versions go after the given days, parts of broken uploads after a week. */
export function cleanUp(noncurrentVersionDays: number): S3BucketLifecycleConfigurationRule {
  return {
    id: 'clean-up',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
}

/** Everything goes after the given days. */
export function expire(id: string, days: number): S3BucketLifecycleConfigurationRule {
  return { id, status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days }] };
}
