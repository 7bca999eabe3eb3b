import { assume, nested, role, type CallGround, type Given, type PlannedCall } from './call-ground';
import { withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

/**
 * S3 under the role of a replication: reads versions here, writes them there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const roleArn = by.attributes['role'];
  const caller = role(roleArn);
  const from = `arn:aws:s3:::${String(by.attributes['bucket'])}`;
  const rules = [by.attributes['rule'] ?? []].flat() as Given[];
  const targets = rules.map((rule) => String(nested(rule, 'destination')['bucket']));
  return [
    ...assume(ground, by, { roleArn, services: ['s3'] }),
    ...ground.plan(by, caller, {
      actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      resources: [from],
    }),
    ...withKey(ground, by, {
      ...{ caller, resources: [`${from}/file`], keyActions: ['kms:Decrypt'] },
      actions: ['Acl', 'ForReplication', 'Tagging'].map((what) => `s3:GetObjectVersion${what}`),
    }),
    ...withKey(ground, by, {
      ...{ caller, resources: targets.map((to) => `${to}/file`) },
      actions: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
      keyActions: ['kms:Encrypt', 'kms:GenerateDataKey'],
    }),
  ];
}

const READ_CATALOGUE = ['glue:GetDatabase'];
const KEEP_TABLES = [
  ...['BatchCreatePartition', 'BatchGetPartition', 'CreateTable', 'GetPartition'],
  ...['GetPartitions', 'GetTable', 'GetTables', 'UpdatePartition', 'UpdateTable'],
].map((name) => `glue:${name}`);

/** https://docs.aws.amazon.com/glue/latest/dg/crawler-prereqs.html */
export function crawlerCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { attributes, region, account } = by;
  const roleArn = roleArnOf(by, attributes['role']);
  const caller = role(roleArn);
  const database = String(attributes['database_name']);
  const glue = (rest: string) => `arn:aws:glue:${region}:${account}:${rest}`;
  const table = glue(`table/${database}/${String(attributes['table_prefix'])}rows`);
  const log = `arn:aws:logs:${region}:${account}:log-group:/aws-glue/crawlers`;
  const places = [glue('catalog'), glue(`database/${database}`)];
  return [
    ...assume(ground, by, { roleArn, services: ['glue'] }),
    ...s3Paths(attributes).flatMap((path) => readCalls(ground, by, { caller, path })),
    ...ground.plan(by, caller, { actions: READ_CATALOGUE, resources: places }),
    ...ground.plan(by, caller, { actions: KEEP_TABLES, resources: [...places, table] }),
    ...ground.plan(by, caller, { actions: ['logs:CreateLogGroup'], resources: [log] }),
    ...ground.plan(by, caller, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${log}:log-stream:rows`],
    }),
  ];
}

/** Lake Formation reads the location for those whom it grants: https://docs.aws.amazon.com/lake-formation/latest/dg/registration-role.html */
export function registrationCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const roleArn = by.attributes['role_arn'];
  const path = `${String(by.attributes['arn']).replace('arn:aws:s3:::', '')}/`;
  return [
    ...assume(ground, by, { roleArn, services: ['lakeformation'] }),
    ...readCalls(ground, by, { caller: role(roleArn), path }),
  ];
}

function readCalls(
  ground: CallGround,
  by: PredictedBlock,
  { caller, path }: { caller: ReturnType<typeof role>; path: string },
): PlannedCall[] {
  const [bucket = ''] = path.split('/');
  return [
    ...ground.plan(by, caller, {
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [`arn:aws:s3:::${bucket}`],
    }),
    ...withKey(ground, by, {
      ...{ caller, actions: ['s3:GetObject'], keyActions: ['kms:Decrypt'] },
      resources: [`arn:aws:s3:::${path}file`],
    }),
  ];
}

function s3Paths(attributes: Given): string[] {
  const targets = [attributes['s3_target'] ?? []].flat() as { path: string }[];
  return targets.map(({ path }) => path.replace('s3://', ''));
}

function roleArnOf({ account }: PredictedBlock, given: unknown): string {
  const text = String(given);
  return text.startsWith('arn:') ? text : `arn:aws:iam::${account}:role/${text}`;
}
