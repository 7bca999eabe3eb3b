import type { Cloud } from '../../cloud';
import type { Access } from '../../permissions/access';
import type { Bucket } from './bucket';
import { encryptionOf } from './default-encryption';
import { bucketArn, objectKeyAccesses } from './object-accesses';
import type { ObjectVersion } from './object-version';
import type { ReplicationConfiguration, ReplicationRule } from './replication-rules';

interface Copy {
  bucket: Bucket;
  version: ObjectVersion;
  destination: Bucket;
  rule: ReplicationRule;
}

/**
 * Throws unless the role of the bucket's replication may read the version and write its copy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function requireReplication(cloud: Cloud, copy: Copy): void {
  const { Role } = copy.bucket.settings.documents['Replication'] as ReplicationConfiguration;
  const caller = cloud.permissions.assume({
    service: 's3.amazonaws.com',
    roleArn: Role,
    session: 's3-replication',
    sourceArn: bucketArn(copy.bucket),
    refused: { code: 'AccessDenied', message: `S3 cannot assume the role ${Role}` },
  });
  cloud.permissions.require(caller, 's3', [...reading(copy), ...writing(copy)]);
}

function reading({ bucket, version }: Copy): Access[] {
  const arn = bucketArn(bucket);
  const resource = `${arn}/${version.key}`;
  return [
    ...['GetReplicationConfiguration', 'ListBucket'].map((action) => ({
      action: `s3:${action}`,
      resource: arn,
    })),
    ...['GetObjectVersionForReplication', 'GetObjectVersionAcl', 'GetObjectVersionTagging'].map(
      (action) => ({ action: `s3:${action}`, resource }),
    ),
    ...objectKeyAccesses({ bucket, key: version.key }, version.attributes, ['kms:Decrypt']),
  ];
}

/** A bucket key of the destination makes its data keys as well as encrypting with the key. */
function writing({ version, destination, rule }: Copy): Access[] {
  const resource = `${bucketArn(destination)}/${version.key}`;
  const actions = [
    version.isDeleteMarker ? 'ReplicateDelete' : 'ReplicateObject',
    ...(Object.keys(version.tags).length === 0 ? [] : ['ReplicateTags']),
    ...(rule.Destination.AccessControlTranslation === undefined
      ? []
      : ['ObjectOwnerOverrideToBucketOwner']),
  ];
  const accesses = actions.map((action) => ({ action: `s3:${action}`, resource }));
  const key = rule.Destination.EncryptionConfiguration?.ReplicaKmsKeyID;
  if (key === undefined || version.isDeleteMarker) return accesses;
  const encryption = encryptionOf(destination, {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: key,
  });
  const keyActions =
    encryption.BucketKeyEnabled === true
      ? (['kms:Encrypt', 'kms:GenerateDataKey'] as const)
      : (['kms:Encrypt'] as const);
  const place = { bucket: destination, key: version.key };
  return [...accesses, ...objectKeyAccesses(place, encryption, keyActions)];
}
