import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';
import { AT_ONCE, type AlarmDefinition } from './alarm-definition';
import {
  deliveryAlarms,
  functionErrorAlarms,
  HOUR_MILLISECONDS,
  shareOf,
  streamAlarms,
  unreadableRowsAlarm,
  type DeliveryPath,
} from './delivery-path-alarms';
import { sourceAlarms } from './source-alarms';

export interface AlarmedRelationalFeed extends DeliveryPath {
  consumerName: string;
  mappingUuid: string;
  replicationInstanceId: string;
  /** The last part of the task's ARN: the only name that CloudWatch knows the task by. */
  taskResourceId: string;
  databaseIdentifier: string;
  /** After it Lambda gives a record up. */
  recordAgeSecondsMax: number;
}

const GIGABYTE = 1024 ** 3;

/** Every alarm of a relational feed. */
export function relationalAlarms(feed: AlarmedRelationalFeed): AlarmDefinition[] {
  return [
    ...streamAlarms(feed, {
      readers: 'delivery to the lake or the billing consumer',
      whenRefused: 'DMS waits and its latency grows',
    }),
    ...replicationAlarms(feed),
    ...deliveryAlarms(feed),
    ...functionErrorAlarms(feed),
    ...consumerAgeAlarms(feed),
    ...sourceAlarms(feed),
    ...quarantineAlarms(feed),
    ...databaseAlarms(feed),
  ];
}

/** A task that does not run sends nothing, so silence rings: also before the first start. */
function replicationAlarms(feed: AlarmedRelationalFeed): AlarmDefinition[] {
  const instance = { ReplicationInstanceIdentifier: feed.replicationInstanceId };
  const task = {
    ...AT_ONCE,
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
      ...AT_ONCE,
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
      ...AT_ONCE,
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

function consumerAgeAlarms(feed: AlarmedRelationalFeed): AlarmDefinition[] {
  const age = {
    ...AT_ONCE,
    namespace: 'AWS/Lambda',
    metric: 'IteratorAge',
    dimensions: { FunctionName: feed.consumerName },
    statistic: 'Maximum',
  } as const;
  const lostAfterMilliseconds = Math.min(
    feed.recordAgeSecondsMax * 1000,
    feed.retentionHours * HOUR_MILLISECONDS,
  );
  return [
    {
      ...age,
      id: 'consumer-iterator-age',
      description: 'Alerts are late: the billing consumer does not keep up, or a record blocks it',
      threshold: feed.lagSecondsMax * 1000,
      periods: 5,
    },
    {
      ...age,
      id: 'consumer-retention-used',
      description: 'Half the time has passed after which changes are given up without their alerts',
      threshold: shareOf(lostAfterMilliseconds),
    },
  ];
}

/**
 * What ended in, or was lost before, a failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function quarantineAlarms(feed: AlarmedRelationalFeed): AlarmDefinition[] {
  const mapping = {
    ...AT_ONCE,
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
    unreadableRowsAlarm(feed),
    {
      ...published,
      id: 'alerts-in-doubt',
      description: 'It is not known whether an alert went out: an operator decides',
      metric: METRICS.alertsInDoubt,
    },
    {
      ...published,
      id: 'alerts-held',
      description: 'Alerts are held for an operator: too many in an hour, or an operator holds all',
      metric: METRICS.alertsHeld,
      // Once for a batch that is held over many minutes.
      periodSeconds: 3600,
    },
  ];
}

function databaseAlarms({ databaseIdentifier }: AlarmedRelationalFeed): AlarmDefinition[] {
  return [
    {
      ...AT_ONCE,
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
