import type { Settings } from '../../settings/define-settings';
import { runCdktf } from '../run-cdktf';
import { loadSettings } from '../load-settings';
import type { Target } from '../resolve-target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { emptyBucket } from './empty-bucket';
import { listRemains } from './list-remains';

/** Empties the feed's buckets: only where the environment and each resource allow it. */
export async function emptyBuckets(target: Target, screen: Screen): Promise<void> {
  refuseUnlessDeletable(loadSettings(), target.feed.feed);
  const { lake, quarantine } = target.feed;
  const buckets = new Set([lake.bucket, ...quarantine.map(({ bucket }) => bucket)]);
  for (const bucket of buckets) await emptyBucket(target.clients.s3, bucket, screen);
}

/** Deleting data takes two keys: the environment's, and each resource's own. */
function refuseUnlessDeletable(settings: Settings, feed: string): void {
  const declared = settings.feeds[feed];
  const { database, alerts } = declared?.kind === 'sqlserver' ? declared : {};
  const closed = [
    ['allowDataDeletion', settings.allowDataDeletion],
    ['lake.deleteDataOnDestroy', settings.lake.deleteDataOnDestroy],
    [`feeds.${feed}.database.deleteDataOnDestroy`, database?.deleteDataOnDestroy],
    [`feeds.${feed}.alerts.deleteDataOnDestroy`, alerts?.deleteDataOnDestroy],
  ].flatMap(([name, open]) => (open === true ? [] : [name]));
  if (closed.length === 0) return;
  throw new UserError(
    `down would delete data, which these settings do not allow: ${closed.join(', ')}. Set them to true, run "up", then "down" again.`,
  );
}

/** Destroys feed, lake and network, then lists what AWS keeps. Fails when something else is left. */
export async function destroyStacks(feed: string, screen: Screen): Promise<void> {
  const settings = loadSettings();
  const others = Object.keys(settings.feeds).filter((id) => id !== feed);
  // Lake and network stay while another feed stands on them.
  runCdktf([
    'destroy',
    feed,
    ...(others.length === 0 ? ['lake', 'network'] : []),
    '--auto-approve',
  ]);
  if (others.length > 0) return;
  const remains = await listRemains(settings.region, {
    project: settings.project,
    environment: settings.environment,
  });
  for (const { arn, reason } of remains) {
    screen.line(
      `${reason === undefined ? 'still listed' : 'kept'}  ${arn}  ${reason ?? ''}`.trimEnd(),
    );
  }
  if (remains.some(({ reason }) => reason === undefined)) {
    screen.line(
      'AWS may list a deleted resource by its tags for some minutes; look at those above.',
    );
    process.exitCode = 1;
    return;
  }
  screen.line(
    'Nothing is left but what is listed above. Service-linked roles stay with the account.',
  );
}
