import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRICS } from '../../../wire/metric-names';
import type { TransformReports } from '../create-transform';

/** Unreadable records to the log, counts to the feed's metrics. */
export function transformReports(feed: string): TransformReports {
  const logger = new Logger({ serviceName: feed });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: feed });
  return {
    reportUnreadable: (failure) => logger.error('Record cannot be read', failure),
    invocationDone: ({ rows, unreadable }) => {
      metrics.addMetric(METRICS.rowsTransformed, MetricUnit.Count, rows);
      metrics.addMetric(METRICS.rowsUnreadable, MetricUnit.Count, unreadable);
      metrics.publishStoredMetrics();
    },
  };
}
