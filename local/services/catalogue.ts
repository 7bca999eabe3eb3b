import type { LevelStore } from 'dynalite/db';
import type { Duplex } from 'node:stream';
import type { Cloud } from '../cloud';
import type { Caller, LocalService } from '../endpoint/dispatch';
import type { ServiceRoute } from '../endpoint/service-route';
import { skewedCloud } from '../hazards/skewed-cloud';
import type { PolicySources } from '../permissions/policy-sources';
import { accountPolicies } from './account-policies';
import { createAthena } from './athena/service';
import { namedQueryResource } from './athena/named-query-resource';
import { workgroupResource } from './athena/workgroup-resource';
import { createAlarms } from './cloudwatch/alarms';
import { metricAlarmResource } from './cloudwatch/metric-alarm-resource';
import { endpointResource } from './dms/endpoint-resource';
import { replicationInstanceResource } from './dms/replication-instance-resource';
import { replicationTaskResource } from './dms/replication-task-resource';
import { dmsRoute } from './dms/route';
import { createDms } from './dms/service';
import { createDynamoDbStreams } from './dynamodb-streams/service';
import { kinesisDestinationResource } from './dynamodb/kinesis-destination-resource';
import { createDynamoDb } from './dynamodb/service';
import { tableData } from './dynamodb/table-data';
import { tableResource } from './dynamodb/table-resource';
import { deliveryStreamResource } from './firehose/delivery-stream-resource';
import { firehoseRoute } from './firehose/route';
import { createFirehose } from './firehose/service';
import { catalogDatabaseResource } from './glue/catalog-database-resource';
import { catalogTableResource } from './glue/catalog-table-resource';
import { crawlerResource } from './glue/crawler-resource';
import { createGlue } from './glue/service';
import { environmentData } from './iam/environment-data';
import { instanceProfileResource } from './iam/instance-profile-resource';
import { policyDocumentData } from './iam/policy-document-data';
import { policyResource } from './iam/policy-resource';
import { rolePolicyAttachmentResource } from './iam/role-policy-attachment-resource';
import { rolePolicyResource } from './iam/role-policy-resource';
import { roleData } from './iam/role-data';
import { roleResource } from './iam/role-resource';
import { createIam } from './iam/service';
import { inertResources } from './inert/inert-resources';
import { kinesisRoute } from './kinesis/route';
import { createKinesis } from './kinesis/service';
import { streamResource } from './kinesis/stream-resource';
import { aliasResource } from './kms/alias-resource';
import { keyPolicyResource } from './kms/key-policy-resource';
import { keyResource } from './kms/key-resource';
import { createKms } from './kms/service';
import { lambdaAliasResource } from './lambda/alias-resource';
import { lambdaEventInvokeConfigResource } from './lambda/event-invoke-config-resource';
import { lambdaEventSourceMappingResource } from './lambda/event-source-mapping-resource';
import { lambdaFunctionResource } from './lambda/function-resource';
import { lambdaPermissionResource } from './lambda/permission-resource';
import { lambdaRoute } from './lambda/route';
import { createLambda, type Lambda } from './lambda/service';
import { dbInstanceResource } from './rds/db-instance-resource';
import { parameterGroupResource } from './rds/parameter-group-resource';
import { createRds, type DatabaseServers } from './rds/service';
import type { ResourceAdapter } from './resource-adapter';
import { bucketEncryptionResource } from './s3/bucket-encryption-resource';
import { bucketLifecycleResource } from './s3/bucket-lifecycle-resource';
import { bucketOwnershipControlsResource } from './s3/bucket-ownership-controls-resource';
import { bucketPolicyResource } from './s3/bucket-policy-resource';
import { bucketPublicAccessBlockResource } from './s3/bucket-public-access-block-resource';
import { bucketReplicationResource } from './s3/bucket-replication-resource';
import { bucketResource } from './s3/bucket-resource';
import { bucketVersioningResource } from './s3/bucket-versioning-resource';
import { s3Route } from './s3/route';
import { createS3, type S3 } from './s3/service';
import { eventRuleResource } from './scheduler/event-rule-resource';
import { eventTargetResource } from './scheduler/event-target-resource';
import { scheduleResource } from './scheduler/schedule-resource';
import { createScheduler } from './scheduler/service';
import { secretResource } from './secretsmanager/secret-resource';
import { secretVersionResource } from './secretsmanager/secret-version-resource';
import { createSecretsManager } from './secretsmanager/service';
import { createSns } from './sns/service';
import { topicPolicyResource } from './sns/topic-policy-resource';
import { topicResource } from './sns/topic-resource';
import { topicSubscriptionResource } from './sns/topic-subscription-resource';
import { createSts, type Sts } from './sts/service';

/** What services need from outside `local/services`. */
export interface CatalogueParts {
  /** Where DynamoDB's items lie; undefined keeps them in memory. */
  dynamodbDirectory?: string;
  /** Sees the level store of DynamoDB's items before anything else does. */
  prepareItemStore?: (store: LevelStore) => void;
  servers: DatabaseServers;
  /** Stands in for DMS's sockets to the database where nothing may open one. */
  connectDatabase?: (address: { host: string; port: number }) => Duplex;
}

/** The services that all accounts of the laptop use together: bucket names are theirs in common. */
export interface SharedServices {
  services: RoutedService[];
  s3: S3;
  sts: Sts;
}

interface RoutedService {
  service: LocalService;
  route: ServiceRoute;
}

/** The local services and resource adapters of an account: the one list of what the laptop runs. */
export interface Catalogue {
  services: RoutedService[];
  resources: ResourceAdapter[];
  callerOf: (accessKeyId: string) => Caller;
  objectLocation: (bucket: string, key: string) => string | undefined;
  lambda: Lambda;
  /** Of the account's roles and resources, and of every bucket. */
  policies: PolicySources;
  /** Sets going what ran when the cloud stopped, once every resource has started. */
  resume(): Promise<void>;
  /** Ends what moves data, before any resource stops. */
  quiesce(): Promise<void>;
  close(): Promise<void>;
}

/** `cloud` is that of the default account, under which their state lies. */
export async function createSharedServices(cloud: Cloud): Promise<SharedServices> {
  const sts = await createSts(cloud);
  const s3 = createS3(skewedCloud(cloud));
  return { s3, sts, services: [{ service: s3.service, route: s3Route }, sts] };
}

/** The services of `cloud.account`. */
export function createCatalogue(
  cloud: Cloud,
  parts: CatalogueParts,
  shared: SharedServices,
): Catalogue {
  const all = createServices(cloud, parts, shared);
  const { dms, lambda, dynamodb, s3, sts } = all;
  return {
    services: routed(all),
    resources: [
      ...dataPlane(cloud, all),
      ...databasePlane(all),
      ...functionPlane(cloud, all),
      ...controlPlane(all),
      ...inertResources(),
    ],
    callerOf: (accessKeyId) => sts.callerOf(accessKeyId),
    objectLocation: (bucket, key) => s3.location(bucket, key),
    lambda,
    policies: accountPolicies(cloud, all),
    resume: async () => {
      await dms.resumeTasks();
      await dynamodb.resume();
    },
    quiesce: async () => {
      await dms.suspendTasks();
      await dynamodb.quiesce();
    },
    close: async () => {
      await lambda.stop();
      await dynamodb.close();
    },
  };
}

type Services = ReturnType<typeof createServices>;

function createServices(cloud: Cloud, parts: CatalogueParts, { s3, sts }: SharedServices) {
  const glue = createGlue(cloud);
  const alarms = createAlarms(cloud);
  const { dynamodbDirectory: directory, prepareItemStore: prepareStore } = parts;
  return {
    sts,
    s3,
    glue,
    athena: createAthena(cloud, glue, {
      objectLocation: (bucket, key) => s3.location(bucket, key),
    }),
    dms: createDms(skewedCloud(cloud), parts.connectDatabase),
    dynamodb: createDynamoDb(skewedCloud(cloud, { ahead: true }), {
      ...(directory === undefined ? {} : { directory }),
      ...(prepareStore === undefined ? {} : { prepareStore }),
    }),
    firehose: createFirehose(cloud),
    iam: createIam(cloud),
    kinesis: createKinesis(skewedCloud(cloud, { ahead: true })),
    kms: createKms(cloud),
    alarms,
    lambda: createLambda(cloud, {
      credentialsFor: (roleArn, session) => sts.credentialsFor(roleArn, session),
      observe: (log) => alarms.observe(log),
    }),
    rds: createRds(cloud, parts.servers),
    scheduler: createScheduler(cloud),
    secretsmanager: createSecretsManager(cloud),
    sns: createSns(skewedCloud(cloud)),
  };
}

function routed(all: Services): Catalogue['services'] {
  return [
    all.athena,
    { service: all.dms.service, route: dmsRoute },
    all.dynamodb,
    createDynamoDbStreams(all.dynamodb),
    { service: all.firehose.service, route: firehoseRoute },
    all.glue,
    all.iam,
    { service: all.kinesis.service, route: kinesisRoute },
    all.kms,
    { service: all.lambda.service, route: lambdaRoute },
    all.secretsmanager,
    all.sns,
  ];
}

function dataPlane(cloud: Cloud, all: Services): ResourceAdapter[] {
  return [
    streamResource(cloud),
    deliveryStreamResource(all.firehose),
    ...bucketPlane(all),
    tableResource(all.dynamodb),
    tableData(all.dynamodb),
    kinesisDestinationResource(all.dynamodb),
    catalogDatabaseResource(all.glue),
    catalogTableResource(all.glue),
    crawlerResource(cloud, all.glue, all.scheduler),
    workgroupResource(all.athena),
    namedQueryResource(all.athena),
    topicResource(all.sns),
    topicPolicyResource(all.sns),
    topicSubscriptionResource(all.sns),
  ];
}

function bucketPlane({ s3 }: Services): ResourceAdapter[] {
  return [
    bucketResource(s3),
    bucketEncryptionResource(s3),
    bucketLifecycleResource(),
    bucketOwnershipControlsResource(s3),
    bucketPolicyResource(s3),
    bucketPublicAccessBlockResource(s3),
    bucketReplicationResource(s3),
    bucketVersioningResource(s3),
  ];
}

function databasePlane(all: Services): ResourceAdapter[] {
  return [
    dbInstanceResource(all.rds),
    parameterGroupResource(all.rds),
    replicationInstanceResource(all.dms),
    endpointResource(all.dms),
    replicationTaskResource(all.dms),
  ];
}

function functionPlane(cloud: Cloud, all: Services): ResourceAdapter[] {
  return [
    lambdaFunctionResource(all.lambda),
    lambdaAliasResource(all.lambda),
    lambdaPermissionResource(all.lambda),
    lambdaEventSourceMappingResource(all.lambda),
    lambdaEventInvokeConfigResource(all.lambda),
    metricAlarmResource(all.alarms),
    eventRuleResource(all.scheduler),
    eventTargetResource(cloud, all.scheduler),
    scheduleResource(cloud, all.scheduler),
  ];
}

function controlPlane(all: Services): ResourceAdapter[] {
  return [
    roleResource(all.iam),
    roleData(all.iam),
    rolePolicyResource(all.iam),
    policyResource(all.iam),
    rolePolicyAttachmentResource(all.iam),
    instanceProfileResource(all.iam),
    policyDocumentData(),
    ...environmentData(),
    keyResource(all.kms),
    aliasResource(all.kms),
    keyPolicyResource(all.kms),
    secretResource(all.secretsmanager),
    secretVersionResource(all.secretsmanager),
  ];
}
