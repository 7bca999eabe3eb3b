import { declaredFeeds } from '../declared-feeds';
import { stacksOf, type FeedStacks } from '../feed-stacks';
import { loadSettings } from '../load-settings';
import { lakeStack, resolveLake, resolveTarget } from '../resolve-target';
import { runCdktf } from '../run-cdktf';
import type { Screen } from '../screen';
import { NotDeployedError } from '../stack-outputs';
import { closeTarget, type LakeTarget, type Target } from '../target';
import { emptyBucket } from './empty-bucket';
import { emptyReplicas } from './empty-replicas';
import { listRemains } from './list-remains';
import { refuseUndeletable } from './refuse-undeletable';
import { stopWriters } from './stop-writers';

/** What of a feed is deployed from these settings. */
interface Deployed {
  target: Target | undefined;
  /** Undefined where another's settings deploy the lake. */
  lake: LakeTarget | undefined;
  /** The lake is a stack of its own, not shared by feeds. */
  ownsLake: boolean;
}

/**
 * Destroys the feeds in the order given, each side of a feed with its own account's clients: first what
 * writes stops, then the feeds' stacks go with their buckets, then the lakes, which nothing writes any
 * more. Lake and network stay while another feed stands on them.
 */
export async function takeDownAws(feeds: readonly string[], screen: Screen): Promise<void> {
  const settings = loadSettings();
  const stacks = stacksOf(feeds);
  refuseUndeletable(settings, feeds, stacks);
  const staying = declaredFeeds().filter(({ id }) => !feeds.includes(id));
  const deployed = feeds.map((id) => deployedFeed(id, stacks, screen));
  try {
    for (const { target } of deployed) {
      if (target === undefined) continue;
      await stopWriters(target, screen);
      await emptyOwnBuckets(target, screen);
    }
    destroy(stacks.feeds);
    await emptyLakes(deployed, { shared: staying.length > 0 }, screen);
    const shared = staying.length > 0 ? [] : stacks.shared;
    destroy([...stacks.lakes, ...stacks.networks, ...shared]);
  } finally {
    for (const { target, lake } of deployed) {
      if (target !== undefined) closeTarget(target);
      lake?.clients.destroy();
    }
  }
  if (staying.length === 0) await reportRemains(screen);
}

function deployedFeed(id: string, stacks: FeedStacks, screen: Screen): Deployed {
  const ownsLake = stacks.lakes.includes(lakeStack(id));
  const target = stacks.feeds.includes(id)
    ? ifDeployed(() => resolveTarget({ target: 'aws', feed: id }), screen)
    : undefined;
  if (ownsLake) {
    const lake = ifDeployed(() => resolveLake({ target: 'aws', feed: id }), screen);
    return { target, lake, ownsLake };
  }
  // Clients of its own mark a lake in another account, which is not deployed from here.
  const isNear = target?.lake.clients === target?.clients;
  return { target, lake: isNear ? target?.lake : undefined, ownsLake };
}

/** What was never deployed, or is half gone, has nothing to stop or to empty; Terraform knows the rest. */
function ifDeployed<Found>(resolve: () => Found, screen: Screen): Found | undefined {
  try {
    return resolve();
  } catch (error) {
    if (!(error instanceof NotDeployedError)) throw error;
    screen.note(`passed over: ${error.message}`);
    return undefined;
  }
}

/** Failure buckets and exports, which go with the feed's stack. */
async function emptyOwnBuckets({ feed, clients }: Target, screen: Screen): Promise<void> {
  const places = [...feed.quarantine, ...(feed.kind === 'dynamodb' ? [feed.exports] : [])];
  const buckets = new Set(places.map(({ bucket }) => bucket));
  buckets.delete(feed.lake.bucket);
  for (const bucket of buckets) await emptyBucket(clients.s3, { bucket }, screen);
}

/** A lake that stays loses only the rows of the feeds that go. */
async function emptyLakes(
  deployed: readonly Deployed[],
  { shared }: { shared: boolean },
  screen: Screen,
): Promise<void> {
  const emptied = new Set<string>();
  for (const { lake, ownsLake } of deployed) {
    if (lake === undefined) continue;
    const { bucket, prefix, errorPrefix } = lake.outputs;
    const prefixes = shared && !ownsLake ? [prefix, errorPrefix] : [''];
    for (const each of prefixes.filter((one) => !emptied.has(`${bucket}/${one}`))) {
      emptied.add(`${bucket}/${each}`);
      await emptyBucket(lake.clients.s3, { bucket, prefix: each }, screen);
      await emptyReplicas(lake.clients.s3, { bucket, prefix: each }, screen);
    }
  }
}

/**
 * One after the other: what stands on a stack is gone by its turn, which cdktf does not know of, and
 * told to ignore that it destroys several at once by starting the first of them without end.
 */
function destroy(stacks: readonly string[]): void {
  for (const stack of stacks) {
    runCdktf(['destroy', stack, '--auto-approve', '--ignore-missing-stack-dependencies']);
  }
}

/** Lists what AWS keeps. Fails when something else is left. */
async function reportRemains(screen: Screen): Promise<void> {
  const settings = loadSettings();
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
