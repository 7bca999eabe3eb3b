import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';

/** A metric that tells how late a stage is. */
export interface LagMetric {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  /** CloudWatch's names: percentiles where the service publishes each value, else what it has. */
  statistics: readonly string[];
}

/** A stage of the way from commit to lake and people, as `tributary lag` splits it. */
export interface LagStage {
  /** `s` or `ms`, of all its metrics. */
  unit: 's' | 'ms';
  title: string;
  metrics: readonly LagMetric[];
}

export interface LagPath {
  feedId: string;
  streamName: string;
  deliveryName: string;
}

export interface RelationalLagPath extends LagPath {
  replicationInstanceId: string;
  taskResourceId: string;
  consumerName: string;
}

const PERCENTILES = ['p50', 'p99'];
/** One value a minute has no percentiles. */
const MEAN_AND_MOST = ['Average', 'Maximum'];

/**
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html: the latency of the target is that of the
 * source and what the task adds.
 */
export function relationalLagStages(path: RelationalLagPath): LagStage[] {
  const task = {
    namespace: 'AWS/DMS',
    dimensions: {
      ReplicationInstanceIdentifier: path.replicationInstanceId,
      ReplicationTaskIdentifier: path.taskResourceId,
    },
    statistics: MEAN_AND_MOST,
  };
  return [
    { title: 'source to DMS', unit: 's', metrics: [{ ...task, metric: 'CDCLatencySource' }] },
    { title: 'source to stream', unit: 's', metrics: [{ ...task, metric: 'CDCLatencyTarget' }] },
    commitToStream(path),
    ...streamToLake(path),
    {
      title: 'stream to alert',
      unit: 'ms',
      metrics: [
        published(path, METRICS.arrivalToAlert),
        {
          namespace: 'AWS/Lambda',
          metric: 'IteratorAge',
          dimensions: { FunctionName: path.consumerName },
          statistics: PERCENTILES,
        },
      ],
    },
  ];
}

export function itemLagStages(path: LagPath): LagStage[] {
  return [commitToStream(path), ...streamToLake(path)];
}

function commitToStream(path: LagPath): LagStage {
  return {
    title: 'commit to stream',
    unit: 'ms',
    metrics: [published(path, METRICS.commitToArrival)],
  };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html */
function streamToLake({ streamName, deliveryName }: LagPath): LagStage[] {
  return [
    {
      title: 'stream to its readers',
      unit: 'ms',
      metrics: [
        {
          namespace: 'AWS/Kinesis',
          metric: 'GetRecords.IteratorAgeMilliseconds',
          dimensions: { StreamName: streamName },
          statistics: MEAN_AND_MOST,
        },
      ],
    },
    {
      title: 'stream to lake',
      unit: 's',
      metrics: [
        {
          namespace: 'AWS/Firehose',
          metric: 'DeliveryToS3.DataFreshness',
          dimensions: { DeliveryStreamName: deliveryName },
          statistics: MEAN_AND_MOST,
        },
      ],
    },
  ];
}

function published({ feedId }: LagPath, metric: string): LagMetric {
  return {
    namespace: METRIC_NAMESPACE,
    metric,
    dimensions: { service: feedId },
    statistics: PERCENTILES,
  };
}
