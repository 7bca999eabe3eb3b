import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRIC_VALUES_MAX, METRICS } from '../../../wire/metric-names';
import { sampleEvenly } from '../../../wire/sample-evenly';
import type { TransformReports } from '../create-transform';

/** Unreadable records to the log, counts to the feed's metrics. */
export function transformReports(feed: string): TransformReports {
  const logger = new Logger({ serviceName: feed });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: feed });
  return {
    reportUnreadable: (failure) => logger.error('Record cannot be read', failure),
    invocationDone: ({ rows, unreadable, lagMilliseconds }) => {
      metrics.addMetric(METRICS.rowsTransformed, MetricUnit.Count, rows);
      metrics.addMetric(METRICS.rowsUnreadable, MetricUnit.Count, unreadable);
      for (const lag of sampleEvenly(lagMilliseconds, METRIC_VALUES_MAX)) {
        metrics.addMetric(METRICS.commitToArrival, MetricUnit.Milliseconds, lag);
      }
      metrics.publishStoredMetrics();
    },
  };
}
