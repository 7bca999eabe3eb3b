import { ServiceError } from '../endpoint/service-error';
import type { HazardName } from './hazard-catalogue';
import type { Hazards } from './hazards';

/** A hazard that strikes whole calls: instead of the operation, or behind it. */
export interface CallHazard {
  hazard: HazardName;
  service: string;
  actions: readonly string[];
  /** The refusal, in AWS's words; undefined lets the operation run and loses its reply. */
  refusal?: (input: unknown, hazards: Hazards) => ServiceError;
}

const ITEM_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];
const ITEM_CALLS = [...ITEM_WRITES, 'GetItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem'];
const OBJECT_CALLS = [
  'PutObject',
  'GetObject',
  'HeadObject',
  'DeleteObject',
  'CopyObject',
  'ListObjectsV2',
];

const PROVISIONED_EXCEEDED = () =>
  new ServiceError(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  );
const ON_DEMAND_EXCEEDED = () =>
  new ServiceError(
    'ThrottlingException',
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
  );

/** In the order in which they are drawn for a call. */
export const CALL_HAZARDS: readonly CallHazard[] = [
  {
    hazard: 'sns-throttled',
    service: 'sns',
    actions: ['Publish', 'PublishBatch'],
    refusal: () => new ServiceError('ThrottlingException', 'Rate exceeded', { status: 400 }),
  },
  {
    hazard: 'dynamodb-throttled',
    service: 'dynamodb',
    actions: ITEM_CALLS,
    refusal: (_, hazards) => (hazards.below(2) === 0 ? PROVISIONED_EXCEEDED : ON_DEMAND_EXCEEDED)(),
  },
  {
    hazard: 'dynamodb-transaction-conflict',
    service: 'dynamodb',
    actions: ['TransactWriteItems', 'TransactGetItems'],
    refusal: transactionConflict,
  },
  {
    hazard: 's3-slow-down',
    service: 's3',
    actions: OBJECT_CALLS,
    refusal: () =>
      new ServiceError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
  },
  {
    hazard: 's3-internal-error',
    service: 's3',
    actions: OBJECT_CALLS,
    refusal: () =>
      new ServiceError('InternalError', 'We encountered an internal error. Please try again.', {
        status: 500,
      }),
  },
  { hazard: 'kinesis-put-reply-lost', service: 'kinesis', actions: ['PutRecord', 'PutRecords'] },
  { hazard: 'sns-reply-lost', service: 'sns', actions: ['Publish', 'PublishBatch'] },
  {
    hazard: 'dynamodb-reply-lost',
    service: 'dynamodb',
    actions: [...ITEM_WRITES, 'BatchWriteItem', 'TransactWriteItems'],
  },
];

/** Another transaction holds the first of the items; the others have nothing against them. */
function transactionConflict(input: unknown): ServiceError {
  const { TransactItems } = input as { TransactItems?: unknown };
  const count = Array.isArray(TransactItems) ? TransactItems.length : 1;
  const reasons = Array.from({ length: count }, (_, at) =>
    at === 0
      ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
      : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new ServiceError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
