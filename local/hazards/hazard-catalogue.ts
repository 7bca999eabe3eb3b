/** What AWS does now and then, as its own pages say, and how often the laptop does it once it is on. */
export interface Hazard {
  /** What happens, to whom. One sentence for `--help` and docs/operations.md. */
  what: string;
  /** The vendor's page that says so. */
  page: string;
  /** What of it the page does not say. */
  beyond?: string;
  /** Of as many occasions, about one is struck. */
  oneIn: number;
  /** Why `--hazards all` leaves it out: it loses what only an operator brings back. */
  alone?: string;
}

const AWS = 'https://docs.aws.amazon.com';

/** Each hazard that `--hazards` names. */
export const HAZARDS = {
  'kinesis-put-reply-lost': {
    what: 'PutRecord and PutRecords store their records, but the reply is lost: the writer sends them again.',
    page: `${AWS}/streams/latest/dev/kinesis-record-processor-duplicates.html`,
    beyond: 'the page speaks of PutRecord alone',
    oneIn: 10,
  },
  'kinesis-put-partial': {
    what: 'PutRecords refuses single entries with InternalFailure and stores those behind them: order is lost.',
    page: `${AWS}/kinesis/latest/APIReference/API_PutRecords.html`,
    oneIn: 10,
  },
  'kinesis-write-throttled': {
    what: 'A shard takes nothing of a PutRecord or PutRecords call: its throughput is exceeded.',
    page: `${AWS}/kinesis/latest/APIReference/API_PutRecords.html`,
    oneIn: 15,
  },
  'kinesis-read-throttled': {
    what: 'GetRecords is refused: the throughput of the shard is exceeded.',
    page: `${AWS}/kinesis/latest/APIReference/API_GetRecords.html`,
    oneIn: 30,
  },
  'kinesis-reshard': {
    what: 'The stream is split or merged under its readers and writers; a child is read after its parents.',
    page: `${AWS}/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html`,
    oneIn: 25,
  },
  'lambda-crash-before': {
    what: 'A function dies before it does anything: Runtime.ExitError.',
    page: `${AWS}/lambda/latest/dg/lambda-runtime-environment.html`,
    oneIn: 40,
  },
  'lambda-crash-after': {
    what: 'A function dies after its work and before its answer: Runtime.ExitError, the work is done twice.',
    page: `${AWS}/lambda/latest/dg/invocation-eventsourcemapping.html`,
    oneIn: 40,
  },
  'lambda-timeout': {
    what: 'A function does its work and then hangs until its time is over: Sandbox.Timedout.',
    page: `${AWS}/lambda/latest/dg/troubleshooting-invocation.html`,
    oneIn: 80,
  },
  'lambda-batch-response': {
    what: 'The answer to a batch names an empty, null or unknown identifier, or has a wrong key: all of it failed.',
    page: `${AWS}/lambda/latest/dg/services-kinesis-batchfailurereporting.html`,
    beyond: 'of unknown identifiers only the page about SQS tells',
    oneIn: 20,
  },
  'lambda-mapping-repeats': {
    what: 'An event source mapping gives a batch that succeeded to its function again.',
    page: `${AWS}/lambda/latest/dg/invocation-eventsourcemapping.html`,
    oneIn: 15,
  },
  'lambda-mapping-bisects': {
    what: 'A batch counts as failed, though its function is done with it: the mapping halves it where it may, else repeats it.',
    page: `${AWS}/lambda/latest/dg/kinesis-on-failure-destination.html`,
    beyond: 'that the function did its work before the error',
    oneIn: 15,
  },
  'lambda-mapping-expires': {
    what: 'Records of a batch are older than the mapping allows: they go to the failure destination unseen.',
    page: `${AWS}/lambda/latest/dg/kinesis-on-failure-destination.html`,
    oneIn: 10,
    alone: 'alerts for these records are not sent until "quarantine redrive" sends them again',
  },
  'firehose-delivers-twice': {
    what: 'Firehose puts a buffer into two objects, each with all of it.',
    page: `${AWS}/firehose/latest/dev/basic-deliver.html`,
    beyond: 'the page excepts S3 today: a delivery that is tried again overwrites its object',
    oneIn: 5,
  },
  'firehose-splits-buffer': {
    what: 'Firehose delivers a buffer in two objects, before its size or interval is reached.',
    page: 'https://repost.aws/knowledge-center/kinesis-small-files-s3',
    oneIn: 5,
  },
  'firehose-delays-buffer': {
    what: 'Firehose holds a buffer back, up to half its interval more.',
    page: `${AWS}/firehose/latest/dev/buffering.html`,
    beyond: 'the page gives the half for dynamic partitioning; else it calls the interval a hint',
    oneIn: 5,
  },
  'firehose-transform-fails': {
    what: "Firehose's call of its transform fails; after the retries the records go to the error prefix.",
    page: `${AWS}/firehose/latest/dev/data-transformation-failure-handling.html`,
    oneIn: 30,
  },
  'firehose-transform-over-6mb': {
    what: "The transform's answer is over Lambda's 6 MB: the call counts as failed and is tried again.",
    page: `${AWS}/firehose/latest/dev/data-transformation.html`,
    oneIn: 60,
  },
  'sns-throttled': {
    what: 'SNS refuses Publish: Rate exceeded.',
    page: 'https://repost.aws/knowledge-center/sns-throttling-exception-errors',
    oneIn: 50,
  },
  'sns-repeats-delivery': {
    what: 'SNS delivers a message to a subscription twice, with the same message id.',
    page: 'https://aws.amazon.com/documentation-overview/sns/',
    beyond: 'that the message id is the same',
    oneIn: 20,
  },
  'sns-reply-lost': {
    what: 'SNS takes a message, but the reply of Publish is lost: whether it went out cannot be known.',
    page: `${AWS}/wellarchitected/latest/framework/rel_prevent_interaction_failure_idempotent.html`,
    beyond: 'the page speaks of any request without a key of its own, as Publish is',
    oneIn: 100,
  },
  'dynamodb-throttled': {
    what: 'DynamoDB refuses a read or write of items: the throughput of the table or a partition is exceeded.',
    page: `${AWS}/amazondynamodb/latest/developerguide/Programming.Errors.html`,
    oneIn: 50,
  },
  'dynamodb-reply-lost': {
    what: 'DynamoDB writes an item, but the reply is lost: the retry of a conditional write fails on its own item.',
    page: `${AWS}/amazondynamodb/latest/developerguide/Programming.Errors.html`,
    oneIn: 50,
  },
  'dynamodb-transaction-conflict': {
    what: 'A transaction is cancelled, since another one holds one of its items: TransactionConflict.',
    page: `${AWS}/amazondynamodb/latest/APIReference/API_TransactWriteItems.html`,
    oneIn: 10,
  },
  'dynamodb-batch-unprocessed': {
    what: 'BatchWriteItem writes some of its items and gives the others back as unprocessed.',
    page: `${AWS}/amazondynamodb/latest/APIReference/API_BatchWriteItem.html`,
    oneIn: 10,
  },
  'dynamodb-destination-repeats': {
    what: 'The Kinesis destination of a table sends changes twice.',
    page: `${AWS}/amazondynamodb/latest/developerguide/kds.html`,
    oneIn: 5,
  },
  'dynamodb-destination-reorders': {
    what: 'The Kinesis destination of a table sends changes in another order than they were made.',
    page: `${AWS}/amazondynamodb/latest/developerguide/kds.html`,
    oneIn: 5,
  },
  'dms-task-resumed': {
    what: 'The replication task stops between two reads of the log, and is resumed.',
    page: `${AWS}/dms/latest/APIReference/API_StartReplicationTask.html`,
    oneIn: 100,
  },
  'dms-task-repeats': {
    what: 'The replication task dies before its checkpoint, starts again from the last one and repeats changes.',
    page: `${AWS}/dms/latest/userguide/CHAP_Task.CDC.html`,
    beyond: 'that changes behind the checkpoint come again, which follows from it',
    oneIn: 5,
  },
  'dms-table-reloaded': {
    what: 'A table is loaded again while its changes go on.',
    page: `${AWS}/dms/latest/userguide/CHAP_Tasks.ReloadTables.html`,
    oneIn: 200,
  },
  'dms-source-lost': {
    what: 'The connection to the source database breaks; the task connects again as its settings say.',
    page: `${AWS}/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.ErrorHandling.html`,
    oneIn: 100,
  },
  'dms-log-truncated': {
    what: "The source's log is truncated before it was read: the task fails and names the range that is lost.",
    page: 'https://repost.aws/knowledge-center/dms-tlog-full-sql-server-source',
    beyond: 'AWS names the LSN that it could not read, the laptop the range too',
    oneIn: 20,
    alone: 'changes are lost until "dms reload" loads the tables again',
  },
  's3-slow-down': {
    what: 'S3 answers 503 SlowDown: reduce your request rate.',
    page: `${AWS}/AmazonS3/latest/API/ErrorResponses.html`,
    oneIn: 30,
  },
  's3-internal-error': {
    what: 'S3 answers 500 InternalError.',
    page: `${AWS}/AmazonS3/latest/API/ErrorResponses.html`,
    oneIn: 50,
  },
  'clock-skew': {
    what: "Each service's clock is off by its own part of up to two seconds and drifts, which its times then show.",
    page: `${AWS}/kinesis/latest/APIReference/API_GetRecords.html`,
    beyond: 'how far: the page says that no time is exact, or always increases',
    oneIn: 1,
  },
} as const satisfies Record<string, Hazard>;

export type HazardName = keyof typeof HAZARDS;

export const HAZARD_NAMES = Object.keys(HAZARDS) as HazardName[];

/** What `--hazards all` switches on. */
export const HAZARDS_OF_ALL: readonly HazardName[] = HAZARD_NAMES.filter(
  (name) => !('alone' in HAZARDS[name]),
);
