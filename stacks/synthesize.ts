import { App } from 'cdktf';
import { join } from 'node:path';
import type { Settings } from '../settings/define-settings';
import type { DynamoFeed } from '../settings/dynamo-feed';
import type { FeedAccounts } from '../settings/feed-accounts';
import { toldLake } from './constructs/dynamo-feed-sides';
import type { LakePlace } from './constructs/lake-storage';
import { DynamoFeedStack } from './dynamo-feed';
import { DynamoFeedLakeStack } from './dynamo-feed-lake';
import { NetworkStack, type NetworkPlace } from './network';
import { RelationalFeedStack } from './relational-feed';
import { SharedStacks } from './shared-stacks';

export interface SynthesizeOptions {
  /** Where manifest.json and stacks/ are written; default as cdktf has it: `CDKTF_OUTDIR`, else `cdktf.out`. */
  outdir?: string;
  /** The folder that holds one folder for each function. */
  consumersFolder?: string;
  /** Only the stacks that these feeds need; default: all feeds. */
  feeds?: readonly string[];
}

/**
 * Writes the Terraform JSON of every stack. The same settings and sources give the same JSON, by
 * whichever command; Terraform is not needed for it.
 */
export function synthesize(settings: Settings, options: SynthesizeOptions = {}): void {
  const app = new App({
    ...(options.outdir !== undefined && { outdir: options.outdir }),
    skipValidation: true,
  });
  const consumersFolder = options.consumersFolder ?? join(__dirname, '..', 'consumers');
  const shared = new SharedStacks(app, settings);
  for (const [id, feed] of chosenFeeds(settings, options.feeds)) {
    switch (feed.kind) {
      case 'sqlserver': {
        const { network, lake } = shared;
        new RelationalFeedStack(app, id, { settings, feed, network, lake, consumersFolder });
        break;
      }
      case 'dynamodb':
        addDynamoFeed({ app, settings, shared, consumersFolder }, id, feed);
        break;
    }
  }
  app.synth();
}

function chosenFeeds(settings: Settings, ids: readonly string[] | undefined) {
  const known = Object.keys(settings.feeds);
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new Error(`Expected a feed of the settings (${known.join(', ')}), got ${unknown}`);
  return Object.entries(settings.feeds).filter(([id]) => ids?.includes(id) ?? true);
}

interface Ground {
  app: App;
  settings: Settings;
  shared: SharedStacks;
  consumersFolder: string;
}

/** In one account one stack; across accounts one a side, of which `deploy` may choose one. */
function addDynamoFeed(ground: Ground, id: string, feed: DynamoFeed): void {
  const { app, settings, shared, consumersFolder } = ground;
  const { accounts } = feed;
  const network = accounts?.deploy === 'lake' ? undefined : networkOf(ground, id, feed);
  const lake = accounts === undefined ? shared.lake : ownLake(ground, id, { ...feed, accounts });
  if (accounts?.deploy === 'lake') return;
  new DynamoFeedStack(app, id, { settings, feed, network, lake, consumersFolder });
}

/**
 * For the transform, which raw records have none of. A side with a role of its own has a network of its own:
 * the shared one stands in the caller's account.
 */
function networkOf(
  { app, settings, shared }: Ground,
  id: string,
  { accounts, delivery }: DynamoFeed,
): NetworkPlace | undefined {
  if (delivery.form === 'raw') return undefined;
  const side = accounts?.source;
  if (side?.roleArn === undefined) return shared.network;
  return new NetworkStack(app, `${id}-network`, { settings, side, parts: [id, 'network'] }).place;
}

function ownLake(
  { app, settings }: Ground,
  feedId: string,
  feed: DynamoFeed & { accounts: FeedAccounts },
): LakePlace {
  const { accounts } = feed;
  if (accounts.deploy === 'source') return toldLake(settings, feedId, accounts.lake);
  const props = { settings, feedId, feed, accounts };
  return new DynamoFeedLakeStack(app, `${feedId}-lake`, props).place;
}
