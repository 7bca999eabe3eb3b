import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import type { DynamoFeed } from '../settings/dynamo-feed';
import type { FeedAccounts } from '../settings/feed-accounts';
import { deployment } from './constructs/deployment';
import { itemLakeOutputs } from './constructs/dynamo-feed-outputs';
import { lakeWriter, ownLakeParts } from './constructs/dynamo-feed-sides';
import { feedNaming } from './constructs/feed-context';
import { addItemLake } from './constructs/item-lake';
import { lakePrefixes } from './constructs/lake-prefixes';
import { addLakeStorage, type LakePlace } from './constructs/lake-storage';

export interface DynamoFeedLakeProps {
  settings: Settings;
  feedId: string;
  feed: DynamoFeed;
  accounts: FeedAccounts;
}

/** The lake-account stack of a DynamoDB feed: a lake of its own, which the source's account writes to. */
export class DynamoFeedLakeStack extends TerraformStack {
  readonly place: LakePlace;

  constructor(scope: Construct, id: string, props: DynamoFeedLakeProps) {
    super(scope, id);
    const { settings, feedId, feed, accounts } = props;
    const side = accounts.lake;
    const place = deployment(this, settings, side);
    const prefixes = lakePrefixes(feedId, feed.delivery);
    this.place = addLakeStorage(this, {
      settings,
      place,
      parts: ownLakeParts(feedId),
      side,
      writer: {
        ...lakeWriter(settings, feedId, accounts),
        prefixes: [prefixes.files, prefixes.errors],
      },
    });
    const lake = this.place;
    const naming = { ...place, settings, feedId, name: feedNaming(settings, feedId) };
    const catalogue = addItemLake(this, { naming, feed, lake, prefixes });
    new TerraformOutput(this, 'lake', {
      value: itemLakeOutputs({ account: side.account, lake, prefixes, catalogue }),
      staticId: true,
    });
    new TerraformOutput(this, 'exchange', {
      value: { account: side.account, bucket: lake.bucketName, keyArn: lake.keyArn },
      description: 'What the settings of the source-account side take as accounts.lake',
      staticId: true,
    });
  }
}
