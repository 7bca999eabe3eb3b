import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { suspendedTablesEnvironment } from '../../wire/function-environments';
import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';
import { tableStates } from './ports/table-states';

const { FEED, REPLICATION_TASK_ARN } = readEnvironment(suspendedTablesEnvironment);
const logger = new Logger({ serviceName: FEED });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: FEED });
const client = new DatabaseMigrationServiceClient();

export const handler = createHandler({
  tableStates: () => tableStates(client, REPLICATION_TASK_ARN),
  report: (suspended) => {
    if (suspended.length > 0) logger.error('Tables are suspended', { suspended });
    metrics.addMetric(METRICS.suspendedTables, MetricUnit.Count, suspended.length);
    metrics.publishStoredMetrics();
  },
});
