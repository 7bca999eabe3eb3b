import type { Construct } from 'constructs';
import type { DynamoFeed } from '../../settings/dynamo-feed';
import type { FeedNaming } from './feed-context';
import { ItemCatalogue } from './item-catalogue';
import { itemTableName } from './item-table';
import type { LakePrefixes } from './lake-prefixes';
import { LakeRegistration } from './lake-registration';
import type { LakePlace } from './lake-storage';
import { RowsCrawler } from './rows-crawler';

export interface ItemLakeProps {
  naming: FeedNaming;
  feed: DynamoFeed;
  lake: LakePlace;
  prefixes: LakePrefixes;
}

/**
 * What a DynamoDB feed adds to its lake, in the stack that stands in the lake's account: the catalogue of its
 * rows, where the records become rows, and what the settings ask for beside it.
 */
export function addItemLake(scope: Construct, props: ItemLakeProps): ItemCatalogue | undefined {
  const { naming, feed, lake, prefixes } = props;
  const prefix = prefixes.files;
  if (feed.registerWithLakeFormation)
    new LakeRegistration(scope, 'lake-formation', { naming, lake, prefix });
  if (feed.crawler) new RowsCrawler(scope, 'crawler', { naming, lake, prefix });
  if (feed.delivery.form === 'raw') return undefined;
  return new ItemCatalogue(scope, 'items', {
    place: { naming, lake, prefix },
    columns: feed.columns,
    tableName: itemTableName(naming.name, feed.table),
  });
}
