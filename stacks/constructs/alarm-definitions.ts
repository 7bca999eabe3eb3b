import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';

/** One CloudWatch alarm; all count over whole minutes. */
export interface AlarmDefinition {
  /** Construct id and end of the alarm's name. */
  id: string;
  /** What it means, in the e-mail that it sends. */
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: 'Maximum' | 'Minimum' | 'Sum' | 'Average';
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  threshold: number;
  periodSeconds: number;
  periods: number;
  /** What silence means: `breaching` where a healthy thing always speaks. */
  missingData: 'breaching' | 'notBreaching' | 'ignore';
}

export interface AlarmedFeed {
  streamName: string;
  deliveryName: string;
  bufferSeconds: number;
  hasTransform: boolean;
  functionNames: Record<string, string>;
  consumerName: string;
  mappingUuid: string;
  replicationInstanceId: string;
  /** The last part of the task's ARN: the only name that CloudWatch knows the task by. */
  taskResourceId: string;
  databaseIdentifier: string;
  lagSecondsMax: number;
  /** Names the feed in the metrics that its functions publish. */
  feedId: string;
}

const GIGABYTE = 1024 ** 3;

/** Every alarm of a relational feed. */
export function alarmDefinitions(feed: AlarmedFeed): AlarmDefinition[] {
  return [
    ...streamAlarms(feed),
    ...replicationAlarms(feed),
    ...deliveryAlarms(feed),
    ...functionAlarms(feed),
    ...quarantineAlarms(feed),
    ...databaseAlarms(feed),
  ];
}

const above = {
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  periodSeconds: 60,
  periods: 1,
  missingData: 'notBreaching',
} as const;

function streamAlarms({ streamName, lagSecondsMax }: AlarmedFeed): AlarmDefinition[] {
  const stream = { namespace: 'AWS/Kinesis', dimensions: { StreamName: streamName } };
  return [
    {
      ...above,
      ...stream,
      id: 'stream-iterator-age',
      description: 'A reader of the stream is late: delivery to the lake or the billing consumer',
      metric: 'GetRecords.IteratorAgeMilliseconds',
      statistic: 'Maximum',
      threshold: lagSecondsMax * 1000,
      periods: 5,
    },
    {
      ...above,
      ...stream,
      id: 'stream-write-throttled',
      description: 'The stream refuses records: DMS waits and its latency grows',
      metric: 'WriteProvisionedThroughputExceeded',
      statistic: 'Sum',
      periods: 5,
    },
  ];
}

/** A task that does not run sends nothing, so silence rings: also before the first start. */
function replicationAlarms(feed: AlarmedFeed): AlarmDefinition[] {
  const instance = { ReplicationInstanceIdentifier: feed.replicationInstanceId };
  const task = {
    ...above,
    namespace: 'AWS/DMS',
    dimensions: { ...instance, ReplicationTaskIdentifier: feed.taskResourceId },
    statistic: 'Maximum',
    threshold: feed.lagSecondsMax,
    periods: 5,
    missingData: 'breaching',
  } as const;
  return [
    {
      ...task,
      id: 'replication-source-latency',
      description: 'DMS reads the database late, or its task does not run',
      metric: 'CDCLatencySource',
    },
    {
      ...task,
      id: 'replication-target-latency',
      description: 'DMS writes to the stream late, or its task does not run',
      metric: 'CDCLatencyTarget',
    },
    {
      ...above,
      id: 'replication-storage',
      description: 'The DMS instance has little disk left; a full disk stops the task',
      namespace: 'AWS/DMS',
      metric: 'FreeStorageSpace',
      dimensions: instance,
      statistic: 'Minimum',
      comparison: 'LessThanThreshold',
      threshold: 2 * GIGABYTE,
      periodSeconds: 300,
      missingData: 'breaching',
    },
    {
      ...above,
      id: 'suspended-tables',
      description: 'DMS has suspended a table, or the check that would see it does not run',
      namespace: METRIC_NAMESPACE,
      metric: METRICS.suspendedTables,
      dimensions: { service: feed.feedId },
      statistic: 'Maximum',
      periodSeconds: 900,
      missingData: 'breaching',
    },
  ];
}

function deliveryAlarms(feed: AlarmedFeed): AlarmDefinition[] {
  const delivery = {
    ...above,
    namespace: 'AWS/Firehose',
    dimensions: { DeliveryStreamName: feed.deliveryName },
  };
  const failing = {
    ...delivery,
    statistic: 'Minimum',
    comparison: 'LessThanThreshold',
    threshold: 1,
    periodSeconds: 300,
  } as const;
  const transform: AlarmDefinition = {
    ...failing,
    id: 'delivery-transform',
    description: 'The transform fails; its records go to the error prefix of the lake',
    metric: 'ExecuteProcessing.Success',
  };
  return [
    {
      ...delivery,
      id: 'delivery-freshness',
      description: 'The oldest record that waits for the lake is too old',
      metric: 'DeliveryToS3.DataFreshness',
      statistic: 'Maximum',
      threshold: feed.bufferSeconds + feed.lagSecondsMax,
      periodSeconds: 300,
    },
    {
      ...failing,
      id: 'delivery-failed',
      description: 'Files do not reach the lake: bucket, role or key',
      metric: 'DeliveryToS3.Success',
    },
    ...(feed.hasTransform ? [transform] : []),
  ];
}

function functionAlarms(feed: AlarmedFeed): AlarmDefinition[] {
  const errors = Object.entries(feed.functionNames).map(([id, name]): AlarmDefinition => ({
    ...above,
    id: `${id}-errors`,
    description: `The function ${id} fails`,
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: name },
    statistic: 'Sum',
    periodSeconds: 300,
  }));
  const age: AlarmDefinition = {
    ...above,
    id: 'consumer-iterator-age',
    description: 'Alerts are late: the billing consumer does not keep up, or a record blocks it',
    namespace: 'AWS/Lambda',
    metric: 'IteratorAge',
    dimensions: { FunctionName: feed.consumerName },
    statistic: 'Maximum',
    threshold: feed.lagSecondsMax * 1000,
    periods: 5,
  };
  return [...errors, age];
}

/**
 * What ended in, or was lost before, a failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function quarantineAlarms(feed: AlarmedFeed): AlarmDefinition[] {
  const mapping = {
    ...above,
    namespace: 'AWS/Lambda',
    dimensions: { EventSourceMappingUUID: feed.mappingUuid },
    statistic: 'Sum',
  } as const;
  const published = {
    ...mapping,
    namespace: METRIC_NAMESPACE,
    dimensions: { service: feed.feedId },
  };
  return [
    {
      ...mapping,
      id: 'consumer-failures-delivered',
      description: 'Changes went to the failure destination: list the quarantine',
      metric: 'OnFailureDestinationDeliveredEventCount',
    },
    {
      ...mapping,
      id: 'consumer-changes-dropped',
      description: 'Changes were dropped after their last retry: read them again from the stream',
      metric: 'DroppedEventCount',
    },
    {
      ...mapping,
      id: 'consumer-destination-failed',
      description: 'The failure destination could not be written: bucket, role or key',
      metric: 'DestinationDeliveryFailures',
      dimensions: { FunctionName: feed.consumerName },
    },
    {
      ...published,
      id: 'records-quarantined',
      description: 'The billing consumer put unreadable records aside: list the quarantine',
      metric: METRICS.recordsQuarantined,
    },
    {
      ...published,
      id: 'rows-unreadable',
      description: 'The transform could not read records: they lie under the error prefix',
      metric: METRICS.rowsUnreadable,
    },
    {
      ...published,
      id: 'alerts-in-doubt',
      description: 'It is not known whether an alert went out: an operator decides',
      metric: METRICS.alertsInDoubt,
    },
  ];
}

function databaseAlarms({ databaseIdentifier }: AlarmedFeed): AlarmDefinition[] {
  return [
    {
      ...above,
      id: 'database-storage',
      description: 'The database has little disk left: its log is kept while DMS does not read it',
      namespace: 'AWS/RDS',
      metric: 'FreeStorageSpace',
      dimensions: { DBInstanceIdentifier: databaseIdentifier },
      statistic: 'Minimum',
      comparison: 'LessThanThreshold',
      threshold: 5 * GIGABYTE,
      periodSeconds: 300,
      missingData: 'breaching',
    },
  ];
}
