import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { count } from '../progress';
import type { Screen } from '../screen';
import { UserError } from '../user-error';

/**
 * Deletes every version and every delete marker of a bucket, or of what lies under a prefix of it, a
 * page of at most 1,000 at a time.
 */
export async function emptyBucket(
  s3: S3Client,
  place: { bucket: string; prefix?: string },
  screen: Screen,
): Promise<void> {
  const { bucket, prefix = '' } = place;
  let deleted = 0;
  for (;;) {
    const Objects = await firstVersions(s3, { bucket, prefix });
    if (Objects.length === 0) break;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    const [failure] = Errors;
    if (failure !== undefined) {
      throw new UserError(
        `s3://${bucket}/${failure.Key ?? ''} cannot be deleted: ${failure.Message ?? failure.Code ?? ''}`,
      );
    }
    deleted += Objects.length;
    screen.status(`emptying s3://${bucket}/${prefix}: ${count(deleted)} versions deleted`);
  }
  screen.line(
    `  ${`${bucket}/${prefix}`.replace(/\/$/, '').padEnd(40)} ${count(deleted)} versions deleted`,
  );
}

async function firstVersions(
  s3: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
): Promise<ObjectIdentifier[]> {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }));
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
    Key,
    VersionId,
  }));
}
