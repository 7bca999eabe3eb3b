import type { RelationalFeedOutputs } from '../../wire/feed-outputs';
import type { RelationalFeedProps, WatchedParts } from '../relational-feed';
import { FUNCTION_QUARANTINE_PREFIX, MAPPING_QUARANTINE_PREFIX } from './billing-alerts';
import type { FeedContext } from './feed-context';
import type { LakeCatalogue } from './lake-catalogue';
import type { LakePrefixes } from './lake-prefixes';

export interface FeedOutputsInput extends RelationalFeedProps, WatchedParts {
  context: FeedContext;
  prefixes: LakePrefixes;
  catalogue: LakeCatalogue | undefined;
  operatorsTopicArn: string;
  dashboard: string;
}

/** The tables as text; the port is still a reference, which Terraform turns into a number. */
type Synthesized = Omit<RelationalFeedOutputs, 'database' | 'tables'> & {
  tables: string;
  database: Omit<RelationalFeedOutputs['database'], 'port'> & { port: string };
};

/** The document that the CLI reads of a deployment. */
export function feedOutputs(input: FeedOutputsInput): Synthesized {
  const { context, feed, database, runner, replication, stream, delivery } = input;
  return {
    kind: 'sqlserver',
    feed: context.feedId,
    region: context.region,
    account: context.account,
    tables: JSON.stringify(feed.tables),
    database: {
      name: feed.database.name,
      host: database.host,
      port: database.port,
      runnerFunction: runner.function.name,
      dmsSecretArn: database.dmsSecretArn,
      masterSecretArn: database.masterSecretArn,
    },
    dms: {
      taskArn: replication.taskArn,
      instanceArn: replication.instanceArn,
      sourceEndpointArn: replication.sourceEndpointArn,
      targetEndpointArn: replication.targetEndpointArn,
    },
    stream: { name: stream.name, arn: stream.arn },
    delivery: { name: delivery.name, bufferSeconds: feed.delivery.bufferSeconds },
    lake: lakeOutputs(input),
    alerts: alertsOutputs(input),
    quarantine: quarantineOutputs(input),
    operatorsTopicArn: input.operatorsTopicArn,
    dashboard: input.dashboard,
  };
}

function lakeOutputs({ lake, prefixes, catalogue }: FeedOutputsInput) {
  return {
    bucket: lake.bucketName,
    prefix: prefixes.files,
    errorPrefix: prefixes.errors,
    database: lake.databaseName,
    table: catalogue?.table ?? '',
    workgroup: lake.workgroup,
    views: catalogue?.views ?? {},
  };
}

function alertsOutputs({ alerts }: FeedOutputsInput) {
  return {
    function: alerts.function.name,
    topicArn: alerts.topicArn,
    ledgerTable: alerts.ledger.name,
    historyTable: alerts.history.name,
    ...(alerts.contacts !== undefined && { contactsTable: alerts.contacts.name }),
  };
}

function quarantineOutputs({ failures, lake, prefixes }: FeedOutputsInput) {
  return [
    { bucket: failures.name, prefix: FUNCTION_QUARANTINE_PREFIX },
    { bucket: failures.name, prefix: MAPPING_QUARANTINE_PREFIX },
    { bucket: lake.bucketName, prefix: prefixes.errors },
  ];
}
