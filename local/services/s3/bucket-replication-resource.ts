import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { oneBlock, repeatedBlock, singleBlock, wholeNumber } from '../terraform-block';
import { s3Calls } from './call-s3';
import type { S3 } from './service';

const status = z.enum(['Enabled', 'Disabled']);
const switched = singleBlock(z.strictObject({ status }));
const prefix = z.string().optional();

const destination = z.strictObject({
  bucket: z.string(),
  account: z.string().optional(),
  storage_class: z.string().optional(),
  access_control_translation: singleBlock(z.strictObject({ owner: z.literal('Destination') })),
  encryption_configuration: singleBlock(z.strictObject({ replica_kms_key_id: z.string() })),
});

const rule = z.strictObject({
  id: z.string().optional(),
  priority: wholeNumber.optional(),
  prefix,
  filter: singleBlock(z.strictObject({ prefix, and: singleBlock(z.strictObject({ prefix })) })),
  status,
  delete_marker_replication: switched,
  source_selection_criteria: singleBlock(z.strictObject({ sse_kms_encrypted_objects: switched })),
  destination: oneBlock(destination),
});

const honours = z.strictObject({
  bucket: z.string(),
  role: z.string(),
  rule: repeatedBlock(rule),
});

/** What is put into the bucket is copied to the buckets that the rules name. */
export function bucketReplicationResource(s3: S3): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_s3_bucket_replication_configuration',
    honours,
    inert: {
      token: 'there is no object lock on the laptop',
      'rule.existing_object_replication': 'AWS copies earlier objects by Batch Replication alone',
      'rule.source_selection_criteria.replica_modifications':
        'tags and ACLs that change later are not copied',
      'rule.destination.metrics': 'the laptop keeps no metrics',
      'rule.destination.replication_time': 'copies take a second; nothing measures it',
    },
    start: async ({ bucket, role, rule: rules }, block) => {
      await s3Calls(s3, block)('PutBucketReplication', {
        Bucket: bucket,
        ReplicationConfiguration: { Role: role, Rules: rules.map(toRule) },
      });
      return { attributes: { id: bucket, bucket } };
    },
  });
}

function toRule(given: z.output<typeof rule>) {
  const { filter, source_selection_criteria: criteria } = given;
  return {
    ID: given.id,
    Priority: given.priority,
    Prefix: given.prefix,
    Filter: filter && { Prefix: filter.prefix, And: filter.and && { Prefix: filter.and.prefix } },
    Status: given.status,
    DeleteMarkerReplication: toSwitch(given.delete_marker_replication),
    SourceSelectionCriteria: criteria && {
      SseKmsEncryptedObjects: toSwitch(criteria.sse_kms_encrypted_objects),
    },
    Destination: toDestination(given.destination),
  };
}

function toSwitch(given: z.output<typeof switched>) {
  return given && { Status: given.status };
}

function toDestination(given: z.output<typeof destination>) {
  const { access_control_translation: translation, encryption_configuration: encryption } = given;
  return {
    Bucket: given.bucket,
    Account: given.account,
    StorageClass: given.storage_class,
    AccessControlTranslation: translation && { Owner: translation.owner },
    EncryptionConfiguration: encryption && { ReplicaKmsKeyID: encryption.replica_kms_key_id },
  };
}
