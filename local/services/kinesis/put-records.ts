import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { admitRecord, placeRecord, recordBytes, type NewRecord } from './append-records';
import { drawRefusals } from './draw-refusals';
import { HASH_KEY_MAX, hashPartitionKey } from './hash-key';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { reshardNow } from './reshard-now';
import { PUT_BYTES_MAX, PUT_RECORDS_MAX, RECORD_BYTES_MAX } from './limits';
import { encryptionType, isOpen, type Shard, type StoredRecord, type Stream } from './stream';
import { data, hashKey, partitionKey, streamReference } from './validate';

const record = { Data: data, PartitionKey: partitionKey, ExplicitHashKey: hashKey.optional() };

const putRecordInput = z.object({
  ...streamReference,
  ...record,
  SequenceNumberForOrdering: z.string().optional(),
});

const putRecordsInput = z.object({
  ...streamReference,
  Records: z
    .array(z.object(record), { error: 'Member must not be null' })
    .min(1, 'Member must have length greater than or equal to 1')
    .max(PUT_RECORDS_MAX, `Member must have length less than or equal to ${PUT_RECORDS_MAX}`),
});

type RecordInput = z.output<typeof putRecordsInput>['Records'][number];

export function putOperations(context: KinesisContext): Record<string, Operation> {
  return {
    PutRecord: streamOperation(context, 'PutRecord', {
      schema: putRecordInput,
      keyAction: 'kms:GenerateDataKey',
      run: (stream, input) => putRecord(context, stream, input),
    }),
    PutRecords: streamOperation(context, 'PutRecords', {
      schema: putRecordsInput,
      keyAction: 'kms:GenerateDataKey',
      run: (stream, input) => putRecords(context, stream, input.Records),
    }),
  };
}

async function putRecord(context: KinesisContext, stream: Stream, input: RecordInput) {
  const added = toRecord(input);
  checkSize(added, 'data');
  await reshardNow(context, stream);
  const shard = routeRecord(stream, input);
  const isThrottled = context.cloud.hazards.strikes('kinesis-write-throttled');
  if (isThrottled || !admitRecord(context, shard, added)) {
    throw new ServiceError(
      'ProvisionedThroughputExceededException',
      rateExceeded(context, stream, shard),
    );
  }
  const stored = placeRecord(context, shard, added);
  await shard.records.append([stored]);
  context.appended(stream.state.arn);
  return {
    ShardId: shard.state.id,
    SequenceNumber: stored.sequenceNumber,
    EncryptionType: encryptionType(stream),
  };
}

/** Records are taken in their order; those over a shard's limits are refused alone. */
async function putRecords(context: KinesisContext, stream: Stream, inputs: RecordInput[]) {
  const entries = inputs.map((input) => ({ input, added: toRecord(input) }));
  entries.forEach(({ added }, index) => checkSize(added, `records.${index + 1}.member.data`));
  if (entries.reduce((sum, { added }) => sum + recordBytes(added), 0) > PUT_BYTES_MAX) {
    throw new ServiceError('InvalidArgumentException', 'Records size exceeds 5 MB limit');
  }
  await reshardNow(context, stream);
  const placed = new Map<Shard, StoredRecord[]>();
  const routed = entries.map(({ input, added }) => ({ added, shard: routeRecord(stream, input) }));
  const refusals = drawRefusals(
    context.cloud.hazards,
    routed.map(({ shard }) => shard),
  );
  const results = routed.map(({ added, shard }, at) => {
    if (refusals.failed(at)) return INTERNAL_FAILURE;
    if (refusals.throttled(shard) || !admitRecord(context, shard, added))
      return refusal(context, stream, shard);
    const stored = placeRecord(context, shard, added);
    const together = placed.get(shard);
    if (together === undefined) placed.set(shard, [stored]);
    else together.push(stored);
    return { SequenceNumber: stored.sequenceNumber, ShardId: shard.state.id };
  });
  await Promise.all([...placed].map(([shard, together]) => shard.records.append(together)));
  if (placed.size > 0) context.appended(stream.state.arn);
  const failed = results.filter((result) => 'ErrorCode' in result).length;
  return { FailedRecordCount: failed, Records: results, EncryptionType: encryptionType(stream) };
}

const INTERNAL_FAILURE = {
  ErrorCode: 'InternalFailure',
  ErrorMessage: 'Internal Service Failure',
};

function refusal(context: KinesisContext, stream: Stream, shard: Shard) {
  return {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: rateExceeded(context, stream, shard),
  };
}

function rateExceeded({ cloud }: KinesisContext, stream: Stream, shard: Shard): string {
  return `Rate exceeded for shard ${shard.state.id} in stream ${stream.state.name} under account ${cloud.account}.`;
}

function toRecord(input: RecordInput): NewRecord {
  return { partitionKey: input.PartitionKey, data: input.Data };
}

function checkSize(added: NewRecord, path: string): void {
  if (recordBytes(added) <= RECORD_BYTES_MAX) return;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${RECORD_BYTES_MAX}`,
  );
}

function routeRecord(stream: Stream, { PartitionKey, ExplicitHashKey }: RecordInput): Shard {
  const hash =
    ExplicitHashKey === undefined ? hashPartitionKey(PartitionKey) : BigInt(ExplicitHashKey);
  if (hash > HASH_KEY_MAX) {
    throw new ServiceError(
      'InvalidArgumentException',
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${hash}`,
    );
  }
  const shard = stream.shards.find(
    (candidate) =>
      isOpen(candidate) && candidate.state.range.start <= hash && hash <= candidate.state.range.end,
  );
  if (shard !== undefined) return shard;
  throw new Error(`No open shard of ${stream.state.name} takes the hash key ${hash}.`);
}
