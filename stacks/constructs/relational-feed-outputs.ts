import type { RelationalFeedOutputs } from '../../wire/feed-outputs';
import type { RelationalFeedProps, WatchedParts } from '../relational-feed';
import { FUNCTION_QUARANTINE_PREFIX, MAPPING_QUARANTINE_PREFIX } from './billing-alerts';
import type { FeedContext } from './feed-context';
import { commonOutputs, lakeOutputs } from './feed-outputs';
import type { LakePrefixes } from './lake-prefixes';
import type { OperatorsWatch } from './operators-watch';
import type { RowCatalogue } from './row-catalogue';

export interface RelationalFeedOutputsInput extends RelationalFeedProps, WatchedParts {
  context: FeedContext;
  prefixes: LakePrefixes;
  catalogue: RowCatalogue | undefined;
  watch: OperatorsWatch;
}

/** The tables as text; the port is still a reference, which Terraform turns into a number. */
type Synthesized = Omit<RelationalFeedOutputs, 'database' | 'tables'> & {
  tables: string;
  database: Omit<RelationalFeedOutputs['database'], 'port'> & { port: string };
};

/** The document that the CLI reads of a deployment. */
export function relationalFeedOutputs(input: RelationalFeedOutputsInput): Synthesized {
  const { feed, database, runner, replication, lake, prefixes, catalogue } = input;
  return {
    kind: 'sqlserver',
    ...commonOutputs(input),
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
    lake: {
      ...lakeOutputs(lake, prefixes, catalogue?.table),
      views: catalogue?.views ?? {},
    },
    alerts: alertsOutputs(input),
    sourceWatch: {
      function: input.sourceWatch.function.name,
      table: input.sourceWatch.table.name,
    },
    quarantine: quarantineOutputs(input),
  };
}

function alertsOutputs({ alerts }: RelationalFeedOutputsInput) {
  return {
    function: alerts.function.name,
    topicArn: alerts.topicArn,
    ledgerTable: alerts.ledger.name,
    historyTable: alerts.history.name,
    ...(alerts.contacts !== undefined && { contactsTable: alerts.contacts.name }),
  };
}

function quarantineOutputs({ failures, lake, prefixes }: RelationalFeedOutputsInput) {
  return [
    { bucket: failures.name, prefix: FUNCTION_QUARANTINE_PREFIX },
    { bucket: failures.name, prefix: MAPPING_QUARANTINE_PREFIX },
    { bucket: lake.bucketName, prefix: prefixes.errors },
  ];
}
