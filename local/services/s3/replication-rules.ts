import { z } from 'zod';
import type { Bucket } from './bucket';
import type { ObjectVersion } from './object-version';

const status = z.enum(['Enabled', 'Disabled']);
const switched = z.object({ Status: status });

const NO_TAGS = { error: 'not supported by the laptop cloud: rules that filter by tag' };

/** An empty element, which stands for every key, reads as text. */
const filter = z.preprocess(
  (value) => (value === '' ? {} : value),
  z.strictObject(
    {
      Prefix: z.string().optional(),
      And: z.strictObject({ Prefix: z.string().optional() }, NO_TAGS).optional(),
    },
    NO_TAGS,
  ),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
const replicationRule = z.object({
  ID: z.string().optional(),
  Priority: z.number().int().optional(),
  Prefix: z.string().optional(),
  Filter: filter.optional(),
  Status: status,
  DeleteMarkerReplication: switched.optional(),
  ExistingObjectReplication: switched.optional(),
  SourceSelectionCriteria: z
    .object({
      SseKmsEncryptedObjects: switched.optional(),
      ReplicaModifications: switched.optional(),
    })
    .optional(),
  Destination: z.object({
    Bucket: z.string().regex(/^arn:aws:s3:::.+$/),
    Account: z.string().optional(),
    StorageClass: z.string().optional(),
    AccessControlTranslation: z.object({ Owner: z.literal('Destination') }).optional(),
    EncryptionConfiguration: z.object({ ReplicaKmsKeyID: z.string() }).optional(),
    ReplicationTime: z.unknown().optional(),
    Metrics: z.unknown().optional(),
  }),
});

export const replicationConfiguration = z.object({
  Role: z.string(),
  Rules: z.array(replicationRule).min(1).max(1000),
});

export type ReplicationConfiguration = z.output<typeof replicationConfiguration>;
export type ReplicationRule = ReplicationConfiguration['Rules'][number];

export function destinationOf({ Destination }: ReplicationRule): string {
  return Destination.Bucket.slice('arn:aws:s3:::'.length);
}

/**
 * The rules by which a version is copied: of those that lead to one bucket the one of the highest
 * priority. A replica goes no further.
 */
export function rulesFor(bucket: Bucket, version: ObjectVersion): ReplicationRule[] {
  const kept = bucket.settings.documents['Replication'] as ReplicationConfiguration | undefined;
  if (kept === undefined || version.replicationStatus === 'REPLICA') return [];
  const byDestination = new Map<string, ReplicationRule>();
  for (const rule of kept.Rules.filter((each) => applies(each, version))) {
    const other = byDestination.get(destinationOf(rule));
    if (other === undefined || (rule.Priority ?? 0) > (other.Priority ?? 0))
      byDestination.set(destinationOf(rule), rule);
  }
  return [...byDestination.values()];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html */
function applies(rule: ReplicationRule, version: ObjectVersion): boolean {
  const prefix = rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
  if (rule.Status === 'Disabled' || !version.key.startsWith(prefix)) return false;
  if (version.isDeleteMarker) return copiesDeleteMarkers(rule);
  const isUnderKey = version.attributes.ServerSideEncryption?.startsWith('aws:kms') === true;
  return !isUnderKey || rule.SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === 'Enabled';
}

/** Rules of the first form, without a filter, copy delete markers unasked. */
function copiesDeleteMarkers(rule: ReplicationRule): boolean {
  return rule.Filter === undefined
    ? rule.DeleteMarkerReplication?.Status !== 'Disabled'
    : rule.DeleteMarkerReplication?.Status === 'Enabled';
}
