import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { createHandler as createBillingAlerts } from '../../consumers/billing-alerts/create-handler';
import { dynamoBrake } from '../../consumers/billing-alerts/ports/brake';
import { contactPublisher } from '../../consumers/billing-alerts/ports/contacts';
import { dynamoLedger, type Ledger } from '../../consumers/billing-alerts/ports/ledger';
import { bucketQuarantine } from '../../consumers/billing-alerts/ports/quarantine';
import { dmsTableLoad } from '../../consumers/billing-alerts/ports/table-load';
import { topicPublisher, type Publisher } from '../../consumers/billing-alerts/ports/topic';
import { dynamoUsageHistory } from '../../consumers/billing-alerts/ports/usage-history';
import { createHandler as createDatabaseRunner } from '../../consumers/database-runner/create-handler';
import { connect } from '../../consumers/database-runner/ports/database';
import { secretsManager } from '../../consumers/database-runner/ports/secrets';
import { createHandler as createFlattenItemChanges } from '../../consumers/flatten-item-changes/create-handler';
import { createHandler as createFlattenRowChanges } from '../../consumers/flatten-row-changes/create-handler';
import { createHandler as createSourceWatch } from '../../consumers/source-watch/create-handler';
import { dynamoMemory } from '../../consumers/source-watch/ports/memory';
import { lambdaRunner } from '../../consumers/source-watch/ports/runner';
import { dmsTask } from '../../consumers/source-watch/ports/watched-task';
import { createHandler as createSuspendedTables } from '../../consumers/suspended-tables/create-handler';
import { tableStates } from '../../consumers/suspended-tables/ports/table-states';
import { serviceCaller, type Cloud } from '../../local/cloud';
import type { ComposedCloud } from '../../local/compose-cloud';
import { inMemoryRequestHandler } from '../../local/endpoint/in-memory-request-handler';
import type { FunctionSettings } from '../../local/services/lambda/function-settings';
import {
  billingAlertsEnvironment,
  databaseRunnerEnvironment,
  flattenItemChangesEnvironment,
  flattenRowChangesEnvironment,
  sourceWatchEnvironment,
  suspendedTablesEnvironment,
} from '../../wire/function-environments';
import { atOnceRetries } from './at-once-retries';
import type { InProcessDatabases } from './in-process-database';
import { projectScripts } from './project-scripts';

/** How a handler's SDK clients reach the laptop cloud, as the function's role. */
export interface ClientConfiguration {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  requestHandler: ReturnType<typeof inMemoryRequestHandler>;
}

export type Handler = (event: never) => Promise<unknown>;

/** What stands between a handler and the world, to be watched or broken there. */
export interface WrapPorts {
  ledger?: (ledger: Ledger) => Ledger;
  publisher?: (publisher: Publisher) => Publisher;
  handler?: (functionName: string, handler: Handler) => Handler;
}

interface World {
  cloud: Cloud;
  databases: InProcessDatabases;
  wrap: WrapPorts;
}

type Make = (settings: FunctionSettings, client: ClientConfiguration, world: World) => Handler;

/** By the name of the function's folder: what its `handler.ts` does, with ports that open nothing. */
const MAKE: Record<string, Make> = {
  'billing-alerts': makeBillingAlerts,
  'database-runner': makeDatabaseRunner,
  'flatten-item-changes': (settings) => {
    const { LISTS, OLD_IMAGE } = flattenItemChangesEnvironment.parse(settings.environment);
    return createFlattenItemChanges({
      form: { lists: LISTS, oldImage: OLD_IMAGE },
      reportUnreadable: () => undefined,
      invocationDone: () => undefined,
    });
  },
  'flatten-row-changes': (settings) =>
    createFlattenRowChanges({
      tables: flattenRowChangesEnvironment.parse(settings.environment).TABLES,
      reportUnreadable: () => undefined,
      invocationDone: () => undefined,
    }),
  'source-watch': makeSourceWatch,
  'suspended-tables': (settings, client) => {
    const { REPLICATION_TASK_ARN } = suspendedTablesEnvironment.parse(settings.environment);
    const dms = new DatabaseMigrationServiceClient(client);
    return createSuspendedTables({
      tableStates: () => tableStates(dms, REPLICATION_TASK_ARN),
      report: () => undefined,
    });
  },
};

/** A call of a function, as the handler saw it. */
export interface Invocation {
  functionName: string;
  event: unknown;
}

/** A function of the definition, and the account that it runs in. */
export interface DeclaredFunction {
  name: string;
  account: string;
}

/** The calls, oldest first, and the functions that throw whatever they are given, by name. */
export interface RegisteredFunctions {
  invocations: Invocation[];
  broken: Set<string>;
}

/**
 * Registers the project's functions as handlers in this process. Each is made on its first call: then
 * the definition has started it and its environment is known.
 */
export function registerFunctions(
  functions: readonly DeclaredFunction[],
  { accounts, exchange, wrap = {} }: ComposedCloud & { wrap?: WrapPorts },
  databases: InProcessDatabases,
): RegisteredFunctions {
  const invocations: Invocation[] = [];
  const broken = new Set<string>();
  for (const { name, account } of functions) {
    const { cloud, catalogue } = accounts.get(account)!;
    const make = makeOf(name);
    const wrapped = wrap.handler ?? ((_name, handler) => handler);
    let made: Promise<Handler> | undefined;
    const handler = async (event: never): Promise<unknown> => {
      invocations.push({ functionName: name, event });
      if (broken.has(name)) throw new Error(`${name} is broken`);
      const { settings } = catalogue.lambda.functions.find(name);
      made ??= roleClient(settings, cloud, exchange).then((client) =>
        wrapped(name, make(settings, client, { cloud, databases, wrap })),
      );
      return (await made)(event);
    };
    catalogue.lambda.registerInProcess(name, (event) => cloud.clock.track(handler(event)));
  }
  return { invocations, broken };
}

function makeOf(name: string): Make {
  const folder = Object.keys(MAKE).find((suffix) => name.endsWith(`-${suffix}`));
  const make = folder === undefined ? undefined : MAKE[folder];
  if (make === undefined) throw new Error(`No folder of consumers/ is known for ${name}`);
  return make;
}

async function roleClient(
  settings: FunctionSettings,
  cloud: Cloud,
  exchange: ComposedCloud['exchange'],
): Promise<ClientConfiguration> {
  const { Credentials } = (await cloud.dispatcher.dispatch({
    caller: serviceCaller(cloud, 'lambda.amazonaws.com'),
    service: 'sts',
    action: 'AssumeRole',
    input: { RoleArn: settings.roleArn, RoleSessionName: settings.name },
  })) as {
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
  };
  return {
    region: cloud.region,
    endpoint: cloud.endpointUrl(),
    requestHandler: inMemoryRequestHandler(exchange),
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  };
}

function makeBillingAlerts(
  settings: FunctionSettings,
  client: ClientConfiguration,
  { cloud, wrap }: World,
): Handler {
  const environment = billingAlertsEnvironment.parse(settings.environment);
  const retrying = { ...client, retryStrategy: atOnceRetries() };
  const dynamo = new DynamoDBClient(retrying);
  const sns = new SNSClient({ ...client, maxAttempts: 1 });
  const newWriteId = () => cloud.chance.uuid();
  const ownLedger = dynamoLedger(dynamo, environment.LEDGER_TABLE, newWriteId);
  const ledger = wrap.ledger?.(ownLedger) ?? ownLedger;
  const publisher =
    environment.CONTACTS_TABLE === undefined
      ? topicPublisher(sns, environment.TOPIC_ARN)
      : contactPublisher({ dynamo, sns }, environment.CONTACTS_TABLE);
  const now = () => cloud.clock.now();
  return createBillingAlerts({
    feed: environment.FEED,
    invoiceTable: environment.INVOICE_TABLE,
    ledger,
    history: dynamoUsageHistory(dynamo, environment.HISTORY_TABLE),
    publisher: wrap.publisher?.(publisher) ?? publisher,
    brake: dynamoBrake({
      client: dynamo,
      table: environment.LEDGER_TABLE,
      perHourMax: environment.ALERTS_PER_HOUR_MAX,
      now,
    }),
    quarantine: bucketQuarantine(
      new S3Client(retrying),
      environment.QUARANTINE_BUCKET,
      environment.QUARANTINE_PREFIX,
    ),
    tableLoad: dmsTableLoad(
      { dms: new DatabaseMigrationServiceClient(client), ledger, now },
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
    report: {
      quarantined: () => undefined,
      retried: (sequenceNumber, error) =>
        cloud.report({
          source: settings.name,
          level: 'info',
          message: `record ${sequenceNumber} will be retried: ${String(error)}`,
        }),
      batchDone: () => undefined,
    },
  });
}

function makeSourceWatch(
  settings: FunctionSettings,
  client: ClientConfiguration,
  { cloud }: { cloud: Cloud },
): Handler {
  const environment = sourceWatchEnvironment.parse(settings.environment);
  const dms = new DatabaseMigrationServiceClient(client);
  return createSourceWatch({
    runner: lambdaRunner(new LambdaClient(client), environment.RUNNER_FUNCTION),
    task: dmsTask(dms, environment.WATCHED_TASK_ARN),
    memory: dynamoMemory(new DynamoDBClient(client), environment.WATCH_TABLE),
    now: () => cloud.clock.now(),
    report: () => undefined,
  });
}

function makeDatabaseRunner(
  settings: FunctionSettings,
  client: ClientConfiguration,
  { databases }: World,
): Handler {
  const environment = databaseRunnerEnvironment.parse(settings.environment);
  const server = { host: environment.DATABASE_HOST, port: environment.DATABASE_PORT };
  return createDatabaseRunner({
    server,
    databaseName: environment.DATABASE_NAME,
    tables: environment.TABLES,
    scripts: projectScripts(),
    variables: {
      pollingSeconds: environment.CAPTURE_POLLING_SECONDS,
      isRds: environment.DATABASE_KIND === 'rds',
      multiAz: environment.MULTI_AZ,
    },
    masterSecretArn: environment.MASTER_SECRET_ARN,
    dmsSecretArn: environment.DMS_SECRET_ARN,
    secrets: secretsManager(new SecretsManagerClient(client)),
    newPassword: () => 'Password4OfTheDmsLogin',
    connect: (address, login, database) =>
      connect(
        { ...address, connector: () => Promise.resolve(databases.connect(address)) },
        login,
        database,
      ),
  });
}
