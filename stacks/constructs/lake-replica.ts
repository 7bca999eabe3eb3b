import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { S3BucketLifecycleConfigurationRule } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/define-settings';
import { providerOf, type Place, type Side } from './deployment';
import { EncryptionKey } from './encryption-key';
import { decryptWith } from './key-grants';
import { administerKey } from './key-policy';
import { bucketName, physicalName } from './physical-name';
import { PrivateBucket } from './private-bucket';
import { encryptReplica, readReplicated, writeReplica } from './replica-grants';
import { ServiceRole } from './service-role';

export interface LakeReplicaProps {
  settings: Settings;
  place: Place;
  parts: readonly string[];
  side: Side | undefined;
  replica: { region: string };
  deletable: boolean;
  lifecycle: S3BucketLifecycleConfigurationRule[];
  source: { bucket: PrivateBucket; keyArn: string };
}

/**
 * The lake's bucket once more in another region, under a key of that region: S3 copies each new object,
 * query results included, and each delete marker. Objects from before it stood are not copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export class LakeReplica extends Construct {
  constructor(scope: Construct, id: string, props: LakeReplicaProps) {
    super(scope, id);
    const { settings, place, source, deletable } = props;
    const there = { account: place.account, region: props.replica.region };
    const provider = new AwsProvider(this, 'aws', {
      ...providerOf({ ...settings, region: there.region }, props.side),
      alias: 'replica',
    });
    const parts = [...props.parts, 'replica'];
    const key = new EncryptionKey(this, 'key', {
      name: physicalName(settings, 'key', parts),
      description: 'The replica of the lake',
      statements: [administerKey(there)],
      deletable,
      provider,
    });
    const bucket = new PrivateBucket(this, 'files', {
      name: bucketName({ ...settings, region: there.region }, { parts, account: there.account }),
      keyArn: key.arn,
      deletable,
      lifecycle: props.lifecycle,
      provider,
    });
    const role = new ServiceRole(this, 'role', {
      name: physicalName(settings, 'role', parts),
      services: ['s3.amazonaws.com'],
      statements: [
        ...readReplicated(source.bucket.arn),
        decryptWith(source.keyArn, 'Lake'),
        writeReplica(bucket.arn),
        encryptReplica(key.arn),
      ],
    });
    this.replicate({ from: source.bucket, to: bucket, keyArn: key.arn, role });
  }

  private replicate({ from, to, keyArn, role }: Replication): void {
    new S3BucketReplicationConfigurationA(this, 'replication', {
      bucket: from.name,
      role: role.arn,
      rule: [
        {
          id: 'everything',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Enabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: { bucket: to.arn, encryptionConfiguration: { replicaKmsKeyId: keyArn } },
        },
      ],
      dependsOn: [from.versioning, to.versioning, role.policy],
    });
  }
}

interface Replication {
  from: PrivateBucket;
  to: PrivateBucket;
  keyArn: string;
  role: ServiceRole;
}
