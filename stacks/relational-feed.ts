import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import { mayDeleteData } from '../settings/environment';
import type { SqlServerFeed } from '../settings/sql-server-feed';
import type { AlarmDefinition } from './constructs/alarm-definition';
import { BillingAlerts } from './constructs/billing-alerts';
import { ChangeStream } from './constructs/change-stream';
import { DatabaseRunner } from './constructs/database-runner';
import { deployment } from './constructs/deployment';
import { addFeedContext, type FeedContext } from './constructs/feed-context';
import { feedLogGroups } from './constructs/feed-log-groups';
import { LakeDelivery } from './constructs/lake-delivery';
import { lakePrefixes } from './constructs/lake-prefixes';
import type { LakePlace } from './constructs/lake-storage';
import { addOperatorsWatch, type OperatorsWatch } from './constructs/operators-watch';
import { bucketName } from './constructs/physical-name';
import { cleanUp, PrivateBucket } from './constructs/private-bucket';
import { relationalLagStages } from './constructs/lag-stages';
import { relationalAlarms } from './constructs/relational-alarms';
import { relationalFeedOutputs } from './constructs/relational-feed-outputs';
import { Replication, replicationLogGroup } from './constructs/replication';
import { ReplicationEvents } from './constructs/replication-events';
import { RowCatalogue } from './constructs/row-catalogue';
import { rowTransform } from './constructs/row-transform';
import { SourceDatabase } from './constructs/source-database';
import { SourceWatch } from './constructs/source-watch';
import { SuspendedTables } from './constructs/suspended-tables';
import type { NetworkPlace } from './network';

export interface RelationalFeedProps {
  settings: Settings;
  feed: SqlServerFeed;
  network: NetworkPlace;
  lake: LakePlace;
  consumersFolder: string;
}

const CONSUMERS = [
  'billing-alerts',
  'database-runner',
  'flatten-row-changes',
  'source-watch',
  'suspended-tables',
];
const NOTIFIERS = [
  'cloudwatch.amazonaws.com',
  'events.amazonaws.com',
  'dms.amazonaws.com',
] as const;

/** SQL Server's changes to stream, lake and customers. */
export class RelationalFeedStack extends TerraformStack {
  readonly #props: RelationalFeedProps;
  readonly #context: FeedContext;

  constructor(scope: Construct, id: string, props: RelationalFeedProps) {
    super(scope, id);
    this.#props = props;
    const { feed, network, lake } = props;
    this.#context = this.addContext();
    const context = this.#context;
    const prefixes = lakePrefixes(id, feed.delivery);

    const failures = this.addFailures();
    const stream = new ChangeStream(this, 'changes', { context, stream: feed.stream });
    const database = new SourceDatabase(this, 'source', {
      context,
      database: feed.database,
      network,
    });
    const runner = new DatabaseRunner(this, 'database-runner', {
      context,
      feed,
      network,
      database,
    });
    const replication = new Replication(this, 'replication', {
      context,
      feed,
      network,
      database,
      streamArn: stream.arn,
    });
    const delivery = new LakeDelivery(this, 'lake-delivery', {
      context,
      delivery: feed.delivery,
      transform: feed.delivery.form === 'rows' ? rowTransform(context, feed.tables) : undefined,
      stream,
      lake,
      acrossAccounts: false,
      prefixes,
    });
    const catalogue = this.addCatalogue(prefixes.files);
    const consumers = this.addConsumers({ stream, failures, runner, replication });
    const parts = { failures, stream, database, runner, replication, delivery, ...consumers };
    const watch = this.addWatch(parts);
    const value = relationalFeedOutputs({
      ...props,
      ...parts,
      context,
      prefixes,
      catalogue,
      watch,
    });
    new TerraformOutput(this, 'feed', { value, staticId: true });
  }

  private addConsumers(
    parts: Pick<WatchedParts, 'stream' | 'failures' | 'runner' | 'replication'>,
  ) {
    const context = this.#context;
    const { feed } = this.#props;
    const { stream, failures, runner } = parts;
    const { taskArn } = parts.replication;
    return {
      alerts: new BillingAlerts(this, 'billing-alerts', {
        context,
        alerts: feed.alerts,
        stream,
        failures,
        taskArn,
      }),
      suspended: new SuspendedTables(this, 'suspended-tables', { context, taskArn }),
      sourceWatch: new SourceWatch(this, 'source-watch', {
        context,
        feed,
        taskArn,
        runner: runner.function,
      }),
    };
  }

  private addContext(): FeedContext {
    const { settings, feed, consumersFolder } = this.#props;
    return addFeedContext(this, {
      settings,
      feedId: this.node.id,
      logRetentionDays: feed.logRetentionDays,
      consumersFolder,
      place: deployment(this, settings),
      encrypts: 'stream, database, tables, topics, secrets, logs',
      logGroups: (name) => [
        ...feedLogGroups(name, CONSUMERS),
        replicationLogGroup(name('dms', 'replication')),
      ],
      notifiers: NOTIFIERS,
      deletable: mayDeleteData(settings, feed.database),
    });
  }

  private addFailures(): PrivateBucket {
    const { settings, feed } = this.#props;
    return new PrivateBucket(this, 'failures', {
      name: bucketName(settings, {
        parts: [this.node.id, 'failures'],
        account: this.#context.account,
      }),
      keyArn: this.#context.keyArn,
      deletable: mayDeleteData(settings, feed.alerts),
      lifecycle: [cleanUp(settings.lake.noncurrentVersionDays)],
    });
  }

  /** Raw records have no columns to query. */
  private addCatalogue(prefix: string): RowCatalogue | undefined {
    const { feed, lake } = this.#props;
    if (feed.delivery.form === 'raw') return undefined;
    const place = { naming: this.#context, lake, prefix };
    return new RowCatalogue(this, 'catalogue', { place, tables: feed.tables });
  }

  private addWatch(parts: WatchedParts): OperatorsWatch {
    const context = this.#context;
    const watch = addOperatorsWatch(this, {
      context,
      emails: this.#props.feed.operators.emails,
      notifiers: NOTIFIERS,
      alarms: this.alarms(parts),
      lagStages: relationalLagStages({
        feedId: context.feedId,
        streamName: parts.stream.name,
        deliveryName: parts.delivery.name,
        replicationInstanceId: parts.replication.instanceId,
        taskResourceId: parts.replication.taskResourceId,
        consumerName: parts.alerts.function.name,
      }),
    });
    new ReplicationEvents(this, 'replication-events', {
      context,
      topicArn: watch.topic.arn,
      taskArn: parts.replication.taskArn,
      instanceId: parts.replication.instanceId,
      ready: [parts.replication.instance, watch.topic.policy],
    });
    return watch;
  }

  private alarms(parts: WatchedParts): AlarmDefinition[] {
    const { feed } = this.#props;
    const { transform } = parts.delivery;
    return relationalAlarms({
      streamName: parts.stream.name,
      deliveryName: parts.delivery.name,
      bufferSeconds: feed.delivery.bufferSeconds,
      hasTransform: transform !== undefined,
      functionNames: {
        'billing-alerts': parts.alerts.function.name,
        'database-runner': parts.runner.function.name,
        'source-watch': parts.sourceWatch.function.name,
        'suspended-tables': parts.suspended.function.name,
        ...(transform !== undefined && { 'flatten-row-changes': transform.name }),
      },
      consumerName: parts.alerts.function.name,
      mappingUuid: parts.alerts.mappingUuid,
      replicationInstanceId: parts.replication.instanceId,
      taskResourceId: parts.replication.taskResourceId,
      databaseIdentifier: parts.database.identifier,
      lagSecondsMax: feed.operators.lagSecondsMax,
      retentionHours: feed.stream.retentionHours,
      recordAgeSecondsMax: feed.alerts.recordAgeSecondsMax,
      feedId: this.#context.feedId,
    });
  }
}

export interface WatchedParts {
  failures: PrivateBucket;
  stream: ChangeStream;
  database: SourceDatabase;
  runner: DatabaseRunner;
  replication: Replication;
  delivery: LakeDelivery;
  alerts: BillingAlerts;
  suspended: SuspendedTables;
  sourceWatch: SourceWatch;
}
