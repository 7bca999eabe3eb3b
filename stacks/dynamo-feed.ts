import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import type { DynamoFeed } from '../settings/dynamo-feed';
import { mayDeleteData } from '../settings/environment';
import { ChangeStream } from './constructs/change-stream';
import { deployment } from './constructs/deployment';
import { dynamoFeedOutputs, itemLakeOutputs } from './constructs/dynamo-feed-outputs';
import { addFeedContext, type FeedContext } from './constructs/feed-context';
import { feedLogGroups } from './constructs/feed-log-groups';
import { itemAlarms } from './constructs/item-alarms';
import { itemLagStages } from './constructs/lag-stages';
import { itemCatalogueNames } from './constructs/item-catalogue';
import { addItemLake } from './constructs/item-lake';
import { ItemStreaming } from './constructs/item-streaming';
import { ItemTable } from './constructs/item-table';
import { ITEM_TRANSFORM, itemTransform } from './constructs/item-transform';
import { LakeDelivery } from './constructs/lake-delivery';
import { lakePrefixes, type LakePrefixes } from './constructs/lake-prefixes';
import type { LakePlace } from './constructs/lake-storage';
import { addOperatorsWatch, type OperatorsWatch } from './constructs/operators-watch';
import { bucketName } from './constructs/physical-name';
import { cleanUp, expire, PrivateBucket } from './constructs/private-bucket';
import type { NetworkPlace } from './network';

export interface DynamoFeedProps {
  settings: Settings;
  feed: DynamoFeed;
  /** Left out where raw records are delivered: nothing of the feed stands in a network then. */
  network: NetworkPlace | undefined;
  lake: LakePlace;
  consumersFolder: string;
}

const NOTIFIERS = ['cloudwatch.amazonaws.com'] as const;

/**
 * A DynamoDB table's changes to stream and lake. Across accounts this is the source-account stack, and the
 * catalogue stands in the lake's.
 */
export class DynamoFeedStack extends TerraformStack {
  readonly #props: DynamoFeedProps;
  readonly #context: FeedContext;

  constructor(scope: Construct, id: string, props: DynamoFeedProps) {
    super(scope, id);
    this.#props = props;
    const { feed, network, lake } = props;
    this.#context = this.addContext();
    const context = this.#context;
    const prefixes = lakePrefixes(id, feed.delivery);

    const exported = this.addExports();
    const table = new ItemTable(this, 'source', { context, table: feed.table });
    const stream = new ChangeStream(this, 'changes', { context, stream: feed.stream });
    const delivery = new LakeDelivery(this, 'lake-delivery', {
      context,
      delivery: feed.delivery,
      transform: network === undefined ? undefined : itemTransform(context, network, feed),
      stream,
      lake,
      acrossAccounts: feed.accounts !== undefined,
      prefixes,
    });
    new ItemStreaming(this, 'streaming', { table, stream, delivery });
    const watch = this.addWatch({ table, stream, delivery });
    const value = dynamoFeedOutputs({
      context,
      feed,
      table,
      stream,
      delivery,
      exported,
      watch,
      lake: this.addLake(prefixes),
    });
    new TerraformOutput(this, 'feed', { value, staticId: true });
    if (feed.accounts !== undefined) this.addExchange(delivery);
  }

  private addContext(): FeedContext {
    const { settings, feed, consumersFolder } = this.#props;
    const consumers = feed.delivery.form === 'rows' ? [ITEM_TRANSFORM] : [];
    return addFeedContext(this, {
      settings,
      feedId: this.node.id,
      logRetentionDays: feed.logRetentionDays,
      consumersFolder,
      place: deployment(this, settings, feed.accounts?.source),
      encrypts: 'table, stream, exports, topic, logs',
      logGroups: (name) => feedLogGroups(name, consumers),
      notifiers: NOTIFIERS,
      deletable: this.deletable(),
    });
  }

  /** Of a table that stood before, there are copies only. */
  private deletable(): boolean {
    const { settings, feed } = this.#props;
    return feed.table.kind === 'create'
      ? mayDeleteData(settings, feed.table)
      : settings.allowDataDeletion;
  }

  /** In the feed's account, as DynamoDB exports to it with the caller's rights. */
  private addExports(): PrivateBucket {
    const { settings, feed } = this.#props;
    const { account, keyArn } = this.#context;
    return new PrivateBucket(this, 'exports', {
      name: bucketName(settings, { parts: [this.node.id, 'exports'], account }),
      keyArn,
      deletable: this.deletable(),
      lifecycle: [cleanUp(feed.exports.keepDays), expire('exports', feed.exports.keepDays)],
    });
  }

  private addWatch(parts: WatchedParts): OperatorsWatch {
    const context = this.#context;
    const { feed } = this.#props;
    const { transform } = parts.delivery;
    const feedId = context.feedId;
    const names = { feedId, streamName: parts.stream.name, deliveryName: parts.delivery.name };
    return addOperatorsWatch(this, {
      context,
      emails: feed.operators.emails,
      notifiers: NOTIFIERS,
      lagStages: itemLagStages(names),
      alarms: itemAlarms({
        ...names,
        tableName: parts.table.name,
        bufferSeconds: feed.delivery.bufferSeconds,
        hasTransform: transform !== undefined,
        functionNames: transform === undefined ? {} : { [ITEM_TRANSFORM]: transform.name },
        lagSecondsMax: feed.operators.lagSecondsMax,
        retentionHours: feed.stream.retentionHours,
      }),
    });
  }

  /** In one account the catalogue is added here; across accounts its names are known. */
  private addLake(prefixes: LakePrefixes) {
    const { feed, lake } = this.#props;
    const naming = this.#context;
    const { accounts, delivery } = feed;
    if (accounts === undefined) {
      const catalogue = addItemLake(this, { naming, feed, lake, prefixes });
      return itemLakeOutputs({ account: naming.account, lake, prefixes, catalogue });
    }
    const catalogue = delivery.form === 'raw' ? undefined : itemCatalogueNames(naming.feedId);
    return itemLakeOutputs({ account: accounts.lake.account, lake, prefixes, catalogue });
  }

  private addExchange({ roleArn }: LakeDelivery): void {
    new TerraformOutput(this, 'exchange', {
      value: { account: this.#context.account, deliveryRoleArn: roleArn },
      description: 'What the settings of the lake-account side take as accounts.source',
      staticId: true,
    });
  }
}

interface WatchedParts {
  table: ItemTable;
  stream: ChangeStream;
  delivery: LakeDelivery;
}
