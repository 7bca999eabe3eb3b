import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import { mayDeleteData } from '../settings/environment';
import type { SqlServerFeed } from '../settings/sql-server-feed';
import { AlarmSet } from './constructs/alarm-set';
import { alarmDefinitions, type AlarmDefinition } from './constructs/alarm-definitions';
import { BillingAlerts } from './constructs/billing-alerts';
import { ChangeStream } from './constructs/change-stream';
import { dashboardBody } from './constructs/dashboard-body';
import { DatabaseRunner } from './constructs/database-runner';
import { deployment } from './constructs/deployment';
import { EncryptionKey } from './constructs/encryption-key';
import { feedLogGroups } from './constructs/feed-log-groups';
import { feedNaming, type FeedContext } from './constructs/feed-context';
import { feedOutputs } from './constructs/feed-outputs';
import { administerKey, useKeyByLogs, useKeyByNotifications } from './constructs/key-policy';
import { LakeCatalogue } from './constructs/lake-catalogue';
import { LakeDelivery } from './constructs/lake-delivery';
import { lakePrefixes } from './constructs/lake-prefixes';
import { NotificationTopic } from './constructs/notification-topic';
import { bucketName } from './constructs/physical-name';
import { cleanUp, PrivateBucket } from './constructs/private-bucket';
import { Replication } from './constructs/replication';
import { ReplicationEvents } from './constructs/replication-events';
import { SourceDatabase } from './constructs/source-database';
import { SuspendedTables } from './constructs/suspended-tables';
import type { LakePlace } from './lake';
import type { NetworkPlace } from './network';

export interface RelationalFeedProps {
  settings: Settings;
  feed: SqlServerFeed;
  network: NetworkPlace;
  lake: LakePlace;
  consumersFolder: string;
}

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
      tables: feed.tables,
      stream,
      lake,
      prefixes,
    });
    const catalogue = this.addCatalogue(prefixes.files);
    const { taskArn } = replication;
    const alerts = new BillingAlerts(this, 'billing-alerts', {
      context,
      alerts: feed.alerts,
      stream,
      failures,
      taskArn,
    });
    const suspended = new SuspendedTables(this, 'suspended-tables', { context, taskArn });
    const parts = { failures, stream, database, runner, replication, delivery, alerts, suspended };
    const watch = this.addWatch(parts);
    const value = feedOutputs({ ...props, context, prefixes, catalogue, ...watch, ...parts });
    new TerraformOutput(this, 'feed', { value, staticId: true });
  }

  /** Log groups are named ahead of the things that write them, as the key's policy lists them. */
  private addContext(): FeedContext {
    const { settings, feed, consumersFolder } = this.#props;
    const feedId = this.node.id;
    const where = deployment(this, settings);
    const name = feedNaming(settings, feedId);
    const key = new EncryptionKey(this, 'key', {
      name: name('key'),
      description: `The feed ${feedId}: stream, database, tables, topics, secrets, logs`,
      statements: [
        administerKey(where),
        useKeyByLogs(where, feedLogGroups(name)),
        useKeyByNotifications(),
      ],
      deletable: mayDeleteData(settings, feed.database),
    });
    const { logRetentionDays } = feed;
    return { ...where, settings, feedId, keyArn: key.arn, logRetentionDays, consumersFolder, name };
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
  private addCatalogue(prefix: string): LakeCatalogue | undefined {
    const { feed, lake } = this.#props;
    if (feed.delivery.form === 'raw') return undefined;
    const context = this.#context;
    return new LakeCatalogue(this, 'catalogue', { context, tables: feed.tables, lake, prefix });
  }

  private addWatch(parts: WatchedParts) {
    const context = this.#context;
    const topic = new NotificationTopic(this, 'operators', {
      context,
      what: 'operators',
      displayName: `Feed ${context.feedId}`,
      emails: this.#props.feed.operators.emails,
      forServices: true,
    });
    const topicArn = topic.arn;
    const alarms = this.alarms(parts);
    const alarmSet = new AlarmSet(this, 'alarms', { context, topicArn, alarms });
    new ReplicationEvents(this, 'replication-events', {
      context,
      topicArn,
      taskArn: parts.replication.taskArn,
      instanceId: parts.replication.instanceId,
      ready: [parts.replication.instance, topic.policy],
    });
    const dashboard = new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: context.name('dashboard'),
      dashboardBody: JSON.stringify(
        dashboardBody({ region: context.region, alarms, alarmArns: alarmSet.arns }),
      ),
    });
    return { operatorsTopicArn: topicArn, dashboard: dashboard.dashboardName };
  }

  private alarms(parts: WatchedParts): AlarmDefinition[] {
    const { feed } = this.#props;
    const { transform } = parts.delivery;
    return alarmDefinitions({
      streamName: parts.stream.name,
      deliveryName: parts.delivery.name,
      bufferSeconds: feed.delivery.bufferSeconds,
      hasTransform: transform !== undefined,
      functionNames: {
        'billing-alerts': parts.alerts.function.name,
        'database-runner': parts.runner.function.name,
        'suspended-tables': parts.suspended.function.name,
        ...(transform !== undefined && { 'flatten-row-changes': transform.name }),
      },
      consumerName: parts.alerts.function.name,
      mappingUuid: parts.alerts.mappingUuid,
      replicationInstanceId: parts.replication.instanceId,
      taskResourceId: parts.replication.taskResourceId,
      databaseIdentifier: parts.database.identifier,
      lagSecondsMax: feed.operators.lagSecondsMax,
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
}
