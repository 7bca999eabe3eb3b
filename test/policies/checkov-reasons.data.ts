/** Why a check of checkov that fails is left to fail. One that fails nowhere any more is an error. */
export interface CheckovReason {
  check: string;
  /** Of `STACK: NAME`, the name that the resource has in the JSON. */
  resources: RegExp;
  reason: string;
}

/** https://www.checkov.io/5.Policy%20Index/terraform.html */
export const CHECKOV_REASONS: readonly CheckovReason[] = [
  {
    check: 'CKV2_AWS_11',
    resources: /network: vpc$/,
    reason:
      'Flow logs of a network without a way out show its own functions calling endpoints; who wants them adds them to their own VPC, which settings can name.',
  },
  {
    check: 'CKV2_AWS_12',
    resources: /network: vpc$/,
    reason: 'Nothing stands in the default security group: every member brings a group of its own.',
  },
  {
    check: 'CKV2_AWS_57',
    resources: /: source_dms-login_\w+$/,
    reason:
      'DMS reads the login when a task starts: a rotation would break a running task. The database runner changes it, at a time that an operator chooses.',
  },
  {
    check: 'CKV2_AWS_62',
    resources: /: (files|failures|exports)_bucket_\w+$/,
    reason: 'Nothing waits for files: Athena finds them by their prefix, operators by an alarm.',
  },
  {
    check: 'CKV_AWS_18',
    resources: /: (files|failures|exports)_bucket_\w+$/,
    reason:
      'Data events of CloudTrail tell who read what, for every bucket of an account and to one place; access logs would need a bucket more for each.',
  },
  {
    check: 'CKV_AWS_50',
    resources: /_function_\w+$/,
    reason:
      'Each function makes one kind of call, and its metrics and logs carry the position of each record: a trace would show a chain of one link.',
  },
  {
    check: 'CKV_AWS_115',
    resources: /_function_\w+$/,
    reason:
      'Shards bound how many run at once. Reserved concurrency is taken from what the rest of the account shares.',
  },
  {
    check: 'CKV_AWS_116',
    resources: /_function_\w+$/,
    reason:
      'Dead-letter queues serve asynchronous calls. These are called by event source mappings, which have a failure destination, and by Firehose, which has an error prefix.',
  },
  {
    check: 'CKV_AWS_117',
    resources: /: (billing-alerts|lake-delivery|source-watch|suspended-tables)_(.*_)?function_\w+$/,
    reason:
      'They call services of AWS alone, over TLS and under their role; in a network they would need an endpoint for each.',
  },
  {
    check: 'CKV_AWS_118',
    resources: /: source_instance_\w+$/,
    reason: 'Enhanced monitoring is for a database under load; the source given here is a sample.',
  },
  {
    check: 'CKV_AWS_129',
    resources: /: source_instance_\w+$/,
    reason:
      'RDS keeps the error log of SQL Server where its console and CLI show it; nothing of a feed reads it.',
  },
  {
    check: 'CKV_AWS_144',
    resources: /: (files|failures|exports)_bucket_\w+$/,
    reason:
      'A setting replicates the lake (lake.replica); failures and exports are sent again from their sources.',
  },
  {
    check: 'CKV_AWS_157',
    resources: /: source_instance_\w+$/,
    reason: 'A setting (database.multiAz), which doubles the price.',
  },
  {
    check: 'CKV_AWS_173',
    resources: /_function_\w+$/,
    reason:
      'Environments hold names, no secret (a test greps them), and Lambda encrypts them with a key of AWS.',
  },
  {
    check: 'CKV_AWS_195',
    resources: /: crawler_\w+$/,
    reason:
      'A security configuration would encrypt the log of crawls, which names files, and a bookmark that crawlers of this kind do not write. The files are encrypted.',
  },
  {
    check: 'CKV_AWS_222',
    resources: /: replication_instance_\w+$/,
    reason:
      'An upgrade stops the task. The version is a setting, raised when an operator can watch the task resume.',
  },
  {
    check: 'CKV_AWS_226',
    resources: /: source_instance_\w+$/,
    reason: 'It is so by default: the check looks for the argument, which the stack leaves out.',
  },
  {
    check: 'CKV_AWS_272',
    resources: /_function_\w+$/,
    reason:
      'Bundles are built at synth by the one who deploys, and Terraform uploads what it hashed; a signing profile would need an account of its own to mean more.',
  },
  {
    check: 'CKV_AWS_338',
    resources: /_logs_\w+$/,
    reason:
      'Logs say how the feed ran, not what it carried: a month covers a billing month, and the retention is one constant.',
  },
  {
    check: 'CKV_AWS_353',
    resources: /: source_instance_\w+$/,
    reason: 'Performance insights are for a database under load; the source here is a sample.',
  },
];
