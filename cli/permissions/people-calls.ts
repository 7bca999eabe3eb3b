import type { Principal } from '../../local/permissions/decide';
import type { CallGround, PlannedCall } from './call-ground';
import { withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

interface Asked {
  /** Of what lies in the resource: `/file` is an object of a bucket. */
  below?: string;
  actions: readonly string[];
  keyActions?: readonly string[];
}

const READ_AND_WRITE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What the commands ask, by the type of the block, and what a later `deploy` or `down` must be able to change. */
const ASKED: Readonly<Record<string, readonly Asked[]>> = {
  aws_dynamodb_table: [
    {
      actions: ['DescribeTable', 'GetItem', 'PutItem', 'Scan', 'UpdateItem'].map(
        (name) => `dynamodb:${name}`,
      ),
      keyActions: ['kms:Decrypt'],
    },
  ],
  aws_kinesis_stream: [
    {
      actions: ['ListShards', 'GetShardIterator', 'GetRecords', 'PutRecords'].map(
        (name) => `kinesis:${name}`,
      ),
      keyActions: READ_AND_WRITE,
    },
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: else nobody can mend the key.
  aws_kms_key: [
    {
      actions: ['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'ScheduleKeyDeletion'].map(
        (name) => `kms:${name}`,
      ),
    },
  ],
  aws_lambda_function: [{ actions: ['lambda:InvokeFunction'] }],
  aws_s3_bucket: [
    {
      actions: [
        ...['DeleteBucket', 'GetBucketPolicy', 'ListBucket', 'PutBucketOwnershipControls'],
        ...['PutBucketPolicy', 'PutBucketPublicAccessBlock', 'PutBucketVersioning'],
        ...['PutEncryptionConfiguration', 'PutReplicationConfiguration'],
      ].map((name) => `s3:${name}`),
    },
    {
      below: '/file',
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      keyActions: READ_AND_WRITE,
    },
  ],
  aws_sns_topic: [
    { actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:Subscribe'] },
  ],
};

/**
 * The people of an account, by the commands and by `deploy`. As its administrators nothing but the resource's own
 * policy can refuse them. An export of a table to a bucket is written in their name too:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
 */
export function peopleCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { account, attributes } = by;
  const caller: Principal = { kind: 'account', account, arn: `arn:aws:iam::${account}:root` };
  return (ASKED[by.type] ?? []).flatMap(({ below = '', actions, keyActions = [] }) =>
    withKey(ground, by, {
      ...{ caller, actions, keyActions },
      resources: [`${String(attributes['arn'])}${below}`],
    }),
  );
}
