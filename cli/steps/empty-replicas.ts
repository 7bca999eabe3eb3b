import { GetBucketReplicationCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Screen } from '../screen';
import { emptyBucket } from './empty-bucket';

/**
 * Deletes the copies of what was deleted in a bucket that replicates: S3 copies no deletion of a version.
 * The copies lie in another region of the same account; the client follows S3's redirect there.
 */
export async function emptyReplicas(
  s3: S3Client,
  place: { bucket: string; prefix: string },
  screen: Screen,
): Promise<void> {
  for (const replica of await replicasOf(s3, place.bucket)) {
    await emptyBucket(s3, { ...place, bucket: replica }, screen);
  }
}

async function replicasOf(s3: S3Client, bucket: string): Promise<string[]> {
  try {
    const { ReplicationConfiguration } = await s3.send(
      new GetBucketReplicationCommand({ Bucket: bucket }),
    );
    const arns = (ReplicationConfiguration?.Rules ?? []).map(
      ({ Destination }) => Destination?.Bucket ?? '',
    );
    return [...new Set(arns.map((arn) => arn.slice(arn.lastIndexOf(':') + 1)))];
  } catch (error) {
    if ((error as Error).name === 'ReplicationConfigurationNotFoundError') return [];
    throw error;
  }
}
