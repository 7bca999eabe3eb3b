import type { DynamoFeedOutputs, ItemLakeOutputs } from '../../wire/feed-outputs';
import type { DynamoFeed } from '../../settings/dynamo-feed';
import { commonOutputs, lakeOutputs, type CommonOutputsInput } from './feed-outputs';
import type { ItemTable } from './item-table';
import type { LakePrefixes } from './lake-prefixes';
import { literalText } from './literal-text';
import type { LakePlace } from './lake-storage';
import type { PrivateBucket } from './private-bucket';

export interface DynamoFeedOutputsInput extends CommonOutputsInput {
  feed: DynamoFeed;
  table: ItemTable;
  exported: PrivateBucket;
  lake: ItemLakeOutputs;
}

/** In the bucket of exports: all of it. */
const EXPORTS_PREFIX = 'exports/';

/** The document that the CLI reads of a deployment. */
export function dynamoFeedOutputs(input: DynamoFeedOutputsInput): DynamoFeedOutputs {
  const { feed, table, exported, lake } = input;
  const { partition, sort } = feed.table.key;
  return {
    kind: 'dynamodb',
    ...commonOutputs(input),
    table: {
      name: table.name,
      arn: table.arn,
      key: [partition, ...(sort === undefined ? [] : [sort])].map(({ name }) => literalText(name)),
    },
    rows: { lists: feed.rows.lists, oldImage: feed.rows.oldImage },
    exports: { bucket: exported.name, prefix: EXPORTS_PREFIX },
    lake,
    quarantine: [{ bucket: lake.bucket, prefix: lake.errorPrefix }],
  };
}

export interface ItemLakeOutputsInput {
  account: string;
  lake: Omit<LakePlace, 'databaseText' | 'bucketArn'>;
  prefixes: LakePrefixes;
  catalogue: { table: string; views: ItemLakeOutputs['views'] } | undefined;
}

/** What the lake's account tells of the feed; the catalogue's names are empty where raw records lie. */
export function itemLakeOutputs(input: ItemLakeOutputsInput): ItemLakeOutputs {
  const { account, lake, prefixes, catalogue } = input;
  return {
    ...lakeOutputs(lake, prefixes, catalogue?.table),
    account,
    keyArn: lake.keyArn,
    views: catalogue?.views ?? { changes: '', current: '', ties: '' },
  };
}
