/** Rights that AWS uses and the laptop never does. */
export interface AwsOnly {
  /** The statement's id. */
  statement: string;
  /** Part of the policy's name, where other policies have a statement of that id. */
  of?: string;
  actions: readonly string[];
  /** The vendor's page that asks for them. */
  page: string;
  reason: string;
  /** The page asks for them on `*`: what they are about is not there yet, or not to be named. */
  onStar?: true;
}

const FIREHOSE = 'https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html';
const FUNCTION_LOGS = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html';
const CRAWLER = 'https://docs.aws.amazon.com/glue/latest/dg/crawler-prereqs.html';
const ON_KEY_BY_SNS = 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html';
const DMS_ROLES = 'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html';

/** Every entry is needed: a test fails for one whose right the laptop uses, or that no policy grants. */
export const AWS_ONLY: readonly AwsOnly[] = [
  {
    statement: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    page: FUNCTION_LOGS,
    reason: 'the laptop keeps the logs of functions as files',
  },
  {
    statement: 'LogDelivery',
    actions: ['logs:PutLogEvents'],
    page: FIREHOSE,
    reason: 'the laptop reports what Firehose cannot deliver on screen',
  },
  {
    statement: 'MakeCrawlLogs',
    actions: ['logs:CreateLogGroup'],
    page: 'https://docs.aws.amazon.com/glue/latest/dg/console-crawlers.html',
    reason: 'the laptop reports crawls on screen',
  },
  {
    statement: 'LogCrawls',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    page: 'https://docs.aws.amazon.com/glue/latest/dg/console-crawlers.html',
    reason: 'the laptop reports crawls on screen',
  },
  {
    statement: 'ReadChanges',
    actions: ['kinesis:DescribeStream'],
    page: FIREHOSE,
    reason: 'Firehose of the laptop lists shards alone to know them',
  },
  {
    statement: 'FindLake',
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    page: FIREHOSE,
    reason: 'Firehose of the laptop puts each object whole, into a bucket that it knows',
  },
  {
    statement: 'WriteLake',
    actions: ['s3:AbortMultipartUpload', 's3:GetObject'],
    page: FIREHOSE,
    reason: 'Firehose of the laptop puts each object whole and reads none',
  },
  {
    statement: 'WriteLake',
    actions: ['s3:PutObjectAcl'],
    page: FIREHOSE,
    reason: 'Firehose of the laptop sends no ACL: the bucket owns what is put into it',
  },
  {
    statement: 'EncryptAndDecryptLake',
    actions: ['kms:Decrypt'],
    page: FIREHOSE,
    reason: 'needed for uploads in parts, which Firehose of the laptop does not make',
  },
  {
    statement: 'UseKeyByDelivery',
    actions: ['kms:Decrypt'],
    page: FIREHOSE,
    reason: 'needed for uploads in parts, which Firehose of the laptop does not make',
  },
  {
    statement: 'TransformRows',
    actions: ['lambda:GetFunctionConfiguration'],
    page: FIREHOSE,
    reason: 'Firehose checks the time-out of its transform, which the laptop enforces by itself',
  },
  {
    statement: 'DescribeSecretKey',
    actions: ['kms:DescribeKey'],
    page: 'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
    reason: 'DMS asks for it; the laptop reads the secret alone',
  },
  {
    statement: 'PutChanges',
    actions: ['kinesis:PutRecord'],
    page: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html',
    reason: 'DMS of the laptop puts records in calls of up to 500 only',
  },
  {
    statement: 'PollChanges',
    actions: ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary'],
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html',
    reason: 'the mapping of the laptop lists shards alone to know them',
  },
  {
    statement: 'FindFailures',
    actions: ['s3:ListBucket'],
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
    reason: 'Lambda asks for it with a bucket as destination; the laptop puts alone',
  },
  {
    statement: 'ManageNetworkInterfaces',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    reason: 'there is no network on a laptop: everything is on loopback',
    onStar: true,
  },
  {
    statement: 'UseKeyByLogs',
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:DescribeKey',
    ],
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    reason: 'there is no CloudWatch Logs on a laptop',
  },
  {
    statement: 'UseKeyByNotifications',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    page: ON_KEY_BY_SNS,
    reason: 'alarms, rules over events and events of DMS do not happen on a laptop',
  },
  {
    statement: 'PublishByAlarms',
    actions: ['sns:Publish'],
    page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
    reason: 'there are no CloudWatch alarms on a laptop',
  },
  {
    statement: 'PublishByRules',
    actions: ['sns:Publish'],
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
    reason: 'no service of the laptop emits events to EventBridge',
  },
  {
    statement: 'PublishByReplication',
    actions: ['sns:Publish'],
    page: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html',
    reason: 'DMS of the laptop reports its events on screen',
  },
  {
    statement: 'FindFiles',
    actions: ['s3:GetBucketLocation'],
    page: CRAWLER,
    reason: 'the crawler of the laptop knows where its bucket is',
  },
  {
    statement: 'KeepCrawledTables',
    actions: [
      'glue:BatchGetPartition',
      'glue:GetPartition',
      'glue:GetTables',
      'glue:UpdatePartition',
      'glue:UpdateTable',
    ],
    page: CRAWLER,
    reason:
      'the crawler of the laptop names the one table that it keeps, and finds partitions anew',
  },
  {
    statement: 'AssumeRole',
    of: 'role/dms-vpc-role',
    actions: ['sts:AssumeRole'],
    page: DMS_ROLES,
    reason: 'there is no network on a laptop',
  },
  {
    statement: 'AssumeRole',
    of: 'role/dms-cloudwatch-logs-role',
    actions: ['sts:AssumeRole'],
    page: DMS_ROLES,
    reason: 'there is no CloudWatch Logs on a laptop',
  },
];

/** The reason why the laptop does not use the right, if it is one that only AWS uses. */
export function awsOnly(policy: string, statement: string, action: string): AwsOnly | undefined {
  return AWS_ONLY.find(
    (entry) =>
      entry.statement === statement &&
      entry.actions.includes(action) &&
      (entry.of === undefined || policy.includes(entry.of)),
  );
}
