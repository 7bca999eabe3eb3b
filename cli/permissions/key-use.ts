import type { AccessRequest, Principal } from '../../local/permissions/decide';
import { nested, type CallGround, type PlannedCall, type Wanted } from './call-ground';
import type { PredictedBlock } from './predict-definition';

interface KeyUse {
  keyArn: string;
  service: string;
  encryptionContext: Readonly<Record<string, string>>;
}

/** A caller that reads or writes what a key protects needs the key too, through the service that holds it. */
export function withKey(
  ground: CallGround,
  by: PredictedBlock,
  { caller, keyActions, ...wanted }: Wanted & { caller: Principal; keyActions: readonly string[] },
): PlannedCall[] {
  const uses = wanted.resources.flatMap((resource) => keyUses(ground, resource));
  return [
    ...ground.plan(by, caller, wanted),
    ...uses.flatMap((use) => planKey(ground, by, { caller, actions: keyActions, use })),
  ];
}

export function planKey(
  ground: CallGround,
  by: PredictedBlock,
  { caller, actions, use }: { caller: Principal; actions: readonly string[]; use: KeyUse },
): PlannedCall[] {
  const region = use.keyArn.split(':')[3] ?? by.region;
  const context: AccessRequest['context'] = {
    'kms:viaservice': [`${use.service}.${region}.amazonaws.com`],
    ...Object.fromEntries(
      Object.entries(use.encryptionContext).map(([name, value]) => [
        `kms:encryptioncontext:${name.toLowerCase()}`,
        [value],
      ]),
    ),
  };
  return ground.plan(by, caller, { actions, resources: [use.keyArn], context });
}

/** None where the resource is not of the definition, or has no key of ours. */
function keyUses(ground: CallGround, resource: string): KeyUse[] {
  const service = resource.split(':')[2] ?? '';
  const found = KEY_OF[service]?.(ground, resource);
  return found?.keyArn.startsWith('arn:') === true ? [{ service, ...found }] : [];
}

type KeyOf = (ground: CallGround, resource: string) => Omit<KeyUse, 'service'> | undefined;

/** The encryption context is each service's own, and what key policies condition on. */
const KEY_OF: Readonly<Record<string, KeyOf>> = {
  // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
  kinesis: (ground, arn) => {
    const stream = ground.find('aws_kinesis_stream', 'arn', arn)?.attributes;
    if (stream?.['encryption_type'] !== 'KMS') return undefined;
    return { keyArn: String(stream['kms_key_id']), encryptionContext: { 'aws:kinesis:arn': arn } };
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
  s3: (ground, arn) => {
    const [bucketArn = ''] = arn.split('/');
    const bucket = ground.find('aws_s3_bucket', 'arn', bucketArn)?.attributes['bucket'];
    const type = 'aws_s3_bucket_server_side_encryption_configuration';
    const rule = nested(ground.find(type, 'bucket', bucket)?.attributes ?? {}, 'rule');
    const applied = nested(rule, 'apply_server_side_encryption_by_default');
    const named = rule['bucket_key_enabled'] === true ? bucketArn : arn;
    if (arn === bucketArn) return undefined;
    return {
      keyArn: String(applied['kms_master_key_id']),
      encryptionContext: { 'aws:s3:arn': named },
    };
  },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  sns: (ground, arn) => ({
    keyArn: String(ground.find('aws_sns_topic', 'arn', arn)?.attributes['kms_master_key_id']),
    encryptionContext: { 'aws:sns:topicArn': arn },
  }),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  dynamodb: (ground, arn) => {
    const table = ground.find('aws_dynamodb_table', 'arn', arn);
    const key = nested(table?.attributes ?? {}, 'server_side_encryption')['kms_key_arn'];
    return {
      keyArn: String(key),
      encryptionContext: {
        'aws:dynamodb:tableName': arn.split('/')[1] ?? '',
        'aws:dynamodb:subscriberId': table?.account ?? '',
      },
    };
  },
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  secretsmanager: (ground, arn) => ({
    keyArn: String(
      ground.find('aws_secretsmanager_secret', 'arn', arn)?.attributes['kms_key_id'] ??
        masterSecretKey(ground, arn),
    ),
    encryptionContext: { SecretARN: arn, SecretVersionId: 'current' },
  }),
};

function masterSecretKey(ground: CallGround, arn: string): unknown {
  const database = ground
    .ofType('aws_db_instance')
    .find(({ attributes }) => nested(attributes, 'master_user_secret')['secret_arn'] === arn);
  return database?.attributes['master_user_secret_kms_key_id'];
}
