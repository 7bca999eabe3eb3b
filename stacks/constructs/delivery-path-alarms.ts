import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';
import { AT_ONCE, type AlarmDefinition } from './alarm-definition';

/** What every feed has between its source and the lake: stream, delivery, functions. */
export interface DeliveryPath {
  /** Names the feed in the metrics that its functions publish. */
  feedId: string;
  streamName: string;
  deliveryName: string;
  bufferSeconds: number;
  hasTransform: boolean;
  functionNames: Record<string, string>;
  lagSecondsMax: number;
  /** How long the stream keeps a record. */
  retentionHours: number;
}

/** Alarms of loss ring when this share of a retention has passed unread. */
const SHARE_OF_RETENTION = 0.5;

export function shareOf(milliseconds: number): number {
  return milliseconds * SHARE_OF_RETENTION;
}

export const HOUR_MILLISECONDS = 3_600_000;

export interface StreamAlarmTexts {
  /** Who may be late with reading. */
  readers: string;
  /** What happens to the writer. */
  whenRefused: string;
}

export function streamAlarms(
  { streamName, lagSecondsMax, retentionHours }: DeliveryPath,
  { readers, whenRefused }: StreamAlarmTexts,
): AlarmDefinition[] {
  const stream = { namespace: 'AWS/Kinesis', dimensions: { StreamName: streamName } };
  return [
    {
      ...AT_ONCE,
      ...stream,
      id: 'stream-iterator-age',
      description: `A reader of the stream is late: ${readers}`,
      metric: 'GetRecords.IteratorAgeMilliseconds',
      statistic: 'Maximum',
      threshold: lagSecondsMax * 1000,
      periods: 5,
    },
    {
      ...AT_ONCE,
      ...stream,
      id: 'stream-retention-used',
      description: `Half of the stream's retention has passed unread: records are near to being lost`,
      metric: 'GetRecords.IteratorAgeMilliseconds',
      statistic: 'Maximum',
      threshold: shareOf(retentionHours * HOUR_MILLISECONDS),
    },
    {
      ...AT_ONCE,
      ...stream,
      id: 'stream-write-throttled',
      description: `The stream refuses records: ${whenRefused}`,
      metric: 'WriteProvisionedThroughputExceeded',
      statistic: 'Sum',
      periods: 5,
    },
  ];
}

export function deliveryAlarms(path: DeliveryPath): AlarmDefinition[] {
  const delivery = {
    ...AT_ONCE,
    namespace: 'AWS/Firehose',
    dimensions: { DeliveryStreamName: path.deliveryName },
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
      threshold: path.bufferSeconds + path.lagSecondsMax,
      periodSeconds: 300,
    },
    {
      ...failing,
      id: 'delivery-failed',
      description: 'Files do not reach the lake: bucket, role or key',
      metric: 'DeliveryToS3.Success',
    },
    ...(path.hasTransform ? [transform] : []),
  ];
}

export function functionErrorAlarms({ functionNames }: DeliveryPath): AlarmDefinition[] {
  return Object.entries(functionNames).map(([id, name]) => ({
    ...AT_ONCE,
    id: `${id}-errors`,
    description: `The function ${id} fails`,
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: name },
    statistic: 'Sum',
    periodSeconds: 300,
  }));
}

export function unreadableRowsAlarm({ feedId }: DeliveryPath): AlarmDefinition {
  return {
    ...AT_ONCE,
    id: 'rows-unreadable',
    description: 'The transform could not read records: they lie under the error prefix',
    namespace: METRIC_NAMESPACE,
    metric: METRICS.rowsUnreadable,
    dimensions: { service: feedId },
    statistic: 'Sum',
  };
}
