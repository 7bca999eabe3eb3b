import { assume, nested, role, type CallGround, type Given, type PlannedCall } from './call-ground';
import { planKey, withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

const READ_STREAM = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListShards'].map(
  (name) => `kinesis:${name}`,
);
const FIND_BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const WRITE_OBJECTS = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'];
const USE_LAKE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Firehose under its roles: reads the stream, has records transformed, writes files and its log.
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export function deliveryCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const source = nested(by.attributes, 'kinesis_source_configuration');
  const lake = nested(by.attributes, 'extended_s3_configuration');
  const reader = role(source['role_arn']);
  const writer = role(lake['role_arn']);
  const roles = new Set([source['role_arn'], lake['role_arn']]);
  return [
    ...[...roles].flatMap((roleArn) => assume(ground, by, { roleArn, services: ['firehose'] })),
    ...withKey(ground, by, {
      ...{ caller: reader, actions: READ_STREAM, keyActions: ['kms:Decrypt'] },
      resources: [String(source['kinesis_stream_arn'])],
    }),
    ...ground.plan(by, writer, {
      actions: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      resources: transformArns(lake),
    }),
    ...lakeCalls(ground, by, lake),
    ...ground.plan(by, writer, { actions: ['logs:PutLogEvents'], resources: logArns(by, lake) }),
  ];
}

/** In another account the writer hands its files to the bucket's owner, hence PutObjectAcl. */
function lakeCalls(ground: CallGround, by: PredictedBlock, lake: Given): PlannedCall[] {
  const caller = role(lake['role_arn']);
  const bucket = String(lake['bucket_arn']);
  const within = ground.find('aws_s3_bucket', 'arn', bucket)?.account === by.account;
  const objects = ['prefix', 'error_output_prefix'].map(
    (name) => `${bucket}/${sampleKey(lake[name])}`,
  );
  return [
    ...ground.plan(by, caller, { actions: FIND_BUCKET, resources: [bucket] }),
    ...withKey(ground, by, {
      ...{ caller, resources: objects, keyActions: USE_LAKE_KEY },
      actions: within ? WRITE_OBJECTS : [...WRITE_OBJECTS, 's3:PutObjectAcl'],
    }),
    ...foreignKeyCalls(ground, by, { lake, objects }),
  ];
}

/** Of a bucket that is not of the definition nobody here knows whether it has a bucket key. */
function foreignKeyCalls(
  ground: CallGround,
  by: PredictedBlock,
  { lake, objects }: { lake: Given; objects: readonly string[] },
): PlannedCall[] {
  const bucket = String(lake['bucket_arn']);
  const keyArn = lake['kms_key_arn'];
  if (typeof keyArn !== 'string' || ground.find('aws_s3_bucket', 'arn', bucket) !== undefined)
    return [];
  const caller = role(lake['role_arn']);
  return [bucket, ...objects].flatMap((arn) => {
    const use = { keyArn, service: 's3', encryptionContext: { 'aws:s3:arn': arn } };
    return planKey(ground, by, { caller, actions: USE_LAKE_KEY, use });
  });
}

/** `people/changes/day=!{timestamp:yyyy-MM-dd}/` with something in place of each expression. */
function sampleKey(prefix: unknown): string {
  return `${String(prefix).replaceAll(/!\{[^}]*\}/g, 'x')}file`;
}

function transformArns(lake: Given): string[] {
  const processors = [nested(lake, 'processing_configuration')['processors'] ?? []].flat();
  return (processors as { parameters: { parameter_name: string; parameter_value: string }[] }[])
    .flatMap(({ parameters }) => parameters)
    .filter(({ parameter_name }) => parameter_name === 'LambdaArn')
    .map(({ parameter_value }) => parameter_value);
}

function logArns({ region, account }: PredictedBlock, lake: Given): string[] {
  const logging = nested(lake, 'cloudwatch_logging_options');
  if (logging['enabled'] !== true) return [];
  const group = String(logging['log_group_name']);
  const stream = String(logging['log_stream_name']);
  return [`arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`];
}
