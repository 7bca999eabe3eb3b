import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { flattenRowChangesEnvironment } from '../../wire/function-environments';
import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';

const environment = readEnvironment(flattenRowChangesEnvironment);
const logger = new Logger({ serviceName: environment.FEED });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: environment.FEED });

export const handler = createHandler({
  tables: environment.TABLES,
  reportUnreadable: (failure) => logger.error('Record cannot be read', failure),
  invocationDone: ({ rows, unreadable }) => {
    metrics.addMetric(METRICS.rowsTransformed, MetricUnit.Count, rows);
    metrics.addMetric(METRICS.rowsUnreadable, MetricUnit.Count, unreadable);
    metrics.publishStoredMetrics();
  },
});
