import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRIC_VALUES_MAX, METRICS } from '../../../wire/metric-names';
import { sampleEvenly } from '../../../wire/sample-evenly';
import type { BillingAlertsOptions } from '../create-handler';
import type { RecordOutcome } from '../handle-batch';

const METRIC_OF: Partial<Record<RecordOutcome, string>> = {
  sent: METRICS.alertsSent,
  held: METRICS.alertsHeld,
  'in-doubt': METRICS.alertsInDoubt,
  'not-alerted': METRICS.alertsNotAlerted,
  quarantined: METRICS.recordsQuarantined,
  retried: METRICS.recordsRetried,
};

/** Logs and CloudWatch metrics of a batch. Log lines name records, never what is in them. */
export function cloudReport(feed: string): BillingAlertsOptions['report'] {
  const logger = new Logger({ serviceName: feed });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: feed });
  return {
    quarantined: ({ reason, shard_id, sequence_number }) =>
      logger.error('Record quarantined', { reason, shard_id, sequence_number }),
    retried: (sequenceNumber, error) =>
      logger.warn('Record will be retried', { sequenceNumber, reason: String(error) }),
    batchDone: (counts, arrivalToAlert) => {
      for (const [outcome, metric] of Object.entries(METRIC_OF)) {
        metrics.addMetric(metric, MetricUnit.Count, counts.get(outcome as RecordOutcome) ?? 0);
      }
      for (const lag of sampleEvenly(arrivalToAlert, METRIC_VALUES_MAX)) {
        metrics.addMetric(METRICS.arrivalToAlert, MetricUnit.Milliseconds, lag);
      }
      metrics.publishStoredMetrics();
    },
  };
}
