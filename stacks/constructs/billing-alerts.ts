import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import { LEDGER_OPEN_INDEX } from '../../wire/alert-ledger';
import type { billingAlertsEnvironment, EnvironmentText } from '../../wire/function-environments';
import type { Alerts } from '../../settings/alerts';
import { mayDeleteData } from '../../settings/environment';
import { putAside } from './bucket-grants';
import type { ChangeStream } from './change-stream';
import { pollChanges } from './change-stream-grants';
import type { FeedContext } from './feed-context';
import { encryptAndDecryptWith } from './key-grants';
import { LedgerTable } from './ledger-table';
import { NotificationTopic } from './notification-topic';
import type { Statement } from './policy';
import type { PrivateBucket } from './private-bucket';
import { describeTask } from './replication-grants';
import { keepItems, readItems } from './table-grants';
import { publishSms, publishTo } from './topic-grants';
import { TypescriptFunction } from './typescript-function';

export interface BillingAlertsProps {
  context: FeedContext;
  alerts: Alerts;
  stream: ChangeStream;
  failures: PrivateBucket;
  taskArn: string;
}

/** In the failure bucket: what the function puts aside, and what Lambda puts there for it. */
export const FUNCTION_QUARANTINE_PREFIX = 'billing-alerts/';
export const MAPPING_QUARANTINE_PREFIX = 'aws/lambda/';

/** The billing consumer: function, its memory of what was sent, and the topic to customers. */
export class BillingAlerts extends Construct {
  readonly topicArn: string;
  readonly ledger: LedgerTable;
  readonly history: LedgerTable;
  readonly contacts: LedgerTable | undefined;
  readonly function: TypescriptFunction;
  readonly mappingUuid: string;

  constructor(scope: Construct, id: string, props: BillingAlertsProps) {
    super(scope, id);
    const { context, alerts } = props;
    this.topicArn = new NotificationTopic(this, 'topic', {
      context,
      what: 'alerts',
      displayName: 'Your energy bill',
    }).arn;
    const deletable = mayDeleteData(context.settings, alerts);
    this.ledger = new LedgerTable(this, 'ledger', {
      context,
      what: 'ledger',
      hashKey: 'alert',
      index: { name: LEDGER_OPEN_INDEX, hashKey: 'open', rangeKey: 'claimed_at' },
      expiryAttribute: 'expires_at',
      deletable,
    });
    this.history = new LedgerTable(this, 'history', {
      context,
      what: 'usage-history',
      hashKey: 'customer_id',
      rangeKey: 'invoice_id',
      deletable,
    });
    this.contacts =
      alerts.recipients === 'contacts'
        ? new LedgerTable(this, 'contacts', {
            context,
            what: 'contacts',
            hashKey: 'customer_id',
            deletable,
          })
        : undefined;
    this.function = this.addFunction(props);
    this.mappingUuid = this.addMapping(props).uuid;
  }

  private addFunction(props: BillingAlertsProps): TypescriptFunction {
    return new TypescriptFunction(this, 'consumer', {
      context: props.context,
      consumer: 'billing-alerts',
      description: 'Tells customers of their bills',
      environment: this.environment(props),
      statements: this.statements(props),
      memoryMegabytes: 512,
      // Shorter than the shortest lease: whoever holds a claim has ended before it expires.
      timeoutSeconds: 60,
    });
  }

  private environment({ context, alerts, failures, taskArn }: BillingAlertsProps) {
    const environment: EnvironmentText<typeof billingAlertsEnvironment> = {
      FEED: context.feedId,
      INVOICE_TABLE: alerts.invoiceTable,
      TOPIC_ARN: this.topicArn,
      LEDGER_TABLE: this.ledger.name,
      HISTORY_TABLE: this.history.name,
      QUARANTINE_BUCKET: failures.name,
      QUARANTINE_PREFIX: FUNCTION_QUARANTINE_PREFIX,
      REPLICATION_TASK_ARN: taskArn,
      USAGE_FACTOR: String(alerts.usageFactor),
      USAGE_THRESHOLD_KWH: String(alerts.usageThresholdKwh),
      LEASE_SECONDS: String(alerts.leaseSeconds),
      LEDGER_RETENTION_DAYS: String(alerts.ledgerRetentionDays),
      IN_DOUBT: alerts.inDoubt,
      ...(alerts.perHourMax !== undefined && { ALERTS_PER_HOUR_MAX: String(alerts.perHourMax) }),
      ...(this.contacts !== undefined && { CONTACTS_TABLE: this.contacts.name }),
    };
    return environment;
  }

  private statements({ context, stream, failures, taskArn }: BillingAlertsProps): Statement[] {
    return [
      pollChanges(stream.arn),
      keepItems([this.ledger.arn, this.history.arn]),
      ...(this.contacts === undefined
        ? [publishTo(this.topicArn)]
        : [readItems(this.contacts.arn), ...publishSms(context.region, context.account)]),
      ...putAside(failures.arn, [FUNCTION_QUARANTINE_PREFIX, MAPPING_QUARANTINE_PREFIX]),
      describeTask(taskArn),
      // Decrypt for the stream; both for topic, tables and failure bucket, all under the feed's key.
      encryptAndDecryptWith(context.keyArn, 'Feed'),
    ];
  }

  /** From TRIM_HORIZON, so that nothing is missed that came before the mapping stood. */
  private addMapping({ alerts, stream, failures }: BillingAlertsProps): LambdaEventSourceMapping {
    return new LambdaEventSourceMapping(this, 'mapping', {
      eventSourceArn: stream.arn,
      functionName: this.function.arn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: alerts.batchRecordsMax,
      maximumBatchingWindowInSeconds: alerts.batchWindowSeconds,
      parallelizationFactor: alerts.parallelBatchesPerShard,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: alerts.retriesMax,
      maximumRecordAgeInSeconds: alerts.recordAgeSecondsMax,
      functionResponseTypes: ['ReportBatchItemFailures'],
      metricsConfig: { metrics: ['EventCount'] },
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
      dependsOn: [this.function.role.policy],
    });
  }
}
