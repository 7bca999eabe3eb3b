import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { FindingKind } from '../../../wire/database-runner';
import { METRIC_NAMESPACE, METRICS } from '../../../wire/metric-names';
import { gapWithRemedy } from '../../../wire/source-watch';
import type { SourceWatchState } from '../../../wire/source-watch';

const METRIC_OF: Record<FindingKind, string> = {
  setup: METRICS.sourceSetup,
  'capture-off': METRICS.sourceCaptureOff,
  'polling-interval': METRICS.sourcePollingInterval,
  'columns-not-carried': METRICS.sourceColumnsNotCarried,
  'schema-changed': METRICS.sourceSchemaChanged,
};

/** Log lines with what mends each finding, and the metrics that the alarms watch. */
export function cloudReport(feed: string): (state: SourceWatchState) => void {
  const logger = new Logger({ serviceName: feed });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: feed });
  return ({ findings, gaps, stoppedBecause, retentionUsedPercent }) => {
    for (const { kind, subject, found, mend } of findings) {
      logger.error(`${subject}: ${found}. ${mend}`, { kind });
    }
    for (const gap of gaps) logger.error(gapWithRemedy(gap), { kind: 'gap' });
    if (stoppedBecause !== null) logger.error(`The task was stopped: ${stoppedBecause}`);
    for (const [kind, metric] of Object.entries(METRIC_OF)) {
      const number = findings.filter((finding) => finding.kind === kind).length;
      metrics.addMetric(metric, MetricUnit.Count, number);
    }
    metrics.addMetric(METRICS.sourceGaps, MetricUnit.Count, gaps.length);
    const used = retentionUsedPercent ?? 0;
    metrics.addMetric(METRICS.sourceRetentionUsed, MetricUnit.Percent, used);
    metrics.publishStoredMetrics();
  };
}
