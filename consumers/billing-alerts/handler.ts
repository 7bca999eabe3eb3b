import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { billingAlertsEnvironment } from '../../wire/function-environments';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';
import { contactPublisher } from './ports/contacts';
import { dynamoBrake } from './ports/brake';
import { dynamoLedger } from './ports/ledger';
import type { Quarantine } from './ports/quarantine';
import { cloudReport } from './ports/report';
import { dmsTableLoad } from './ports/table-load';
import { topicPublisher } from './ports/topic';
import { dynamoUsageHistory } from './ports/usage-history';

const environment = readEnvironment(billingAlertsEnvironment);
const dynamo = new DynamoDBClient();
const dms = new DatabaseMigrationServiceClient();
const sns = new SNSClient({ maxAttempts: 1 });
const ledger = dynamoLedger(dynamo, environment.LEDGER_TABLE);
const now = () => Date.now();
let quarantine: Promise<Quarantine> | undefined;

async function loadQuarantine(): Promise<Quarantine> {
  const { quarantineIn } = await import('./seldom');
  return quarantineIn(environment.QUARANTINE_BUCKET, environment.QUARANTINE_PREFIX);
}

export const handler = createHandler({
  feed: environment.FEED,
  invoiceTable: environment.INVOICE_TABLE,
  ledger,
  history: dynamoUsageHistory(dynamo, environment.HISTORY_TABLE),
  publisher:
    environment.CONTACTS_TABLE === undefined
      ? topicPublisher(sns, environment.TOPIC_ARN)
      : contactPublisher({ dynamo, sns }, environment.CONTACTS_TABLE),
  brake: dynamoBrake({
    client: dynamo,
    table: environment.LEDGER_TABLE,
    perHourMax: environment.ALERTS_PER_HOUR_MAX,
    now,
  }),
  quarantine: { put: async (record) => (await (quarantine ??= loadQuarantine())).put(record) },
  tableLoad: dmsTableLoad(
    { dms, ledger, now },
    environment.REPLICATION_TASK_ARN,
    environment.INVOICE_TABLE,
  ),
  usageRule: {
    usageFactor: environment.USAGE_FACTOR,
    usageThresholdKwh: environment.USAGE_THRESHOLD_KWH,
  },
  rules: {
    leaseSeconds: environment.LEASE_SECONDS,
    ledgerRetentionDays: environment.LEDGER_RETENTION_DAYS,
    inDoubt: environment.IN_DOUBT,
  },
  now,
  report: cloudReport(environment.FEED),
});
