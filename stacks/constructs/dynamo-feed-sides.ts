import type { Settings } from '../../settings/define-settings';
import type { FeedAccounts } from '../../settings/feed-accounts';
import { feedNaming } from './feed-context';
import { deliveryRoleName } from './lake-delivery';
import { lakeDatabaseName, lakeWorkgroupName, type LakePlace } from './lake-storage';
import type { OutsideRole } from './outside-role';

/** Middle of the physical names of a lake that one feed has across accounts. */
export function ownLakeParts(feedId: string): string[] {
  return [feedId, 'lake'];
}

/** The role that writes to the lake: named by these settings, whether it exists yet or not. */
export function lakeWriter(
  settings: Settings,
  feedId: string,
  { source, deploy }: FeedAccounts,
): OutsideRole {
  const name = deliveryRoleName(feedNaming(settings, feedId));
  const ours = `arn:aws:iam::${source.account}:role/${name}`;
  const roleArn = deploy === 'lake' ? (source.deliveryRoleArn ?? ours) : ours;
  return { account: source.account, roleArn };
}

/** The lake that another account's people deployed: what they told of it, and the names that follow. */
export function toldLake(
  settings: Settings,
  feedId: string,
  { bucket, keyArn }: FeedAccounts['lake'],
): LakePlace {
  if (bucket === undefined || keyArn === undefined)
    throw new Error(`Feed ${feedId}: expected bucket and keyArn of the lake, got none`);
  const parts = ownLakeParts(feedId);
  const database = lakeDatabaseName(settings, parts);
  return {
    bucketArn: `arn:aws:s3:::${bucket}`,
    bucketName: bucket,
    keyArn,
    databaseName: database,
    databaseText: database,
    workgroup: lakeWorkgroupName(settings, parts),
  };
}
