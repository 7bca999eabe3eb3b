import { z } from 'zod';
import { operation, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { describeRange } from './describe-shard';
import { findShard, findStream, streamArn } from './find-stream';
import { streamKeyAccesses, type KinesisContext } from './kinesis-operation';
import { GET_BYTES_MAX, GET_RECORDS_MAX } from './limits';
import { nextSequenceNumber } from './sequence-number';
import { decodeIterator, encodeIterator, type ShardPosition } from './shard-iterator';
import { encryptionType, isOpen, type Shard, type StoredRecord, type Stream } from './stream';
import { horizonOf, trimStream } from './trim-stream';
import { count, text, validate } from './validate';

const input = z.object({
  ShardIterator: text.min(1, 'Member must have length greater than or equal to 1'),
  Limit: count(1, GET_RECORDS_MAX).optional(),
  StreamARN: z.string().optional(),
});

type Input = z.output<typeof input>;

export function getRecords(context: KinesisContext): Operation {
  const { cloud, store } = context;
  return operation({
    parse: (raw) => {
      const parsed = validate(input, raw);
      return { ...parsed, position: decodeIterator(parsed.ShardIterator, cloud.clock.now()) };
    },
    iamActions: () => ['kinesis:GetRecords'],
    resources: ({ position }) => [streamArn(cloud, position.streamName)],
    accesses: async ({ position: { streamName } }) => [
      { action: 'kinesis:GetRecords', resource: streamArn(cloud, streamName) },
      ...streamKeyAccesses(cloud, (await store.ready()).get(streamName), 'kms:Decrypt'),
    ],
    run: async (request) => {
      const { position } = request;
      const stream = findStream(await store.ready(), { StreamName: position.streamName }, cloud);
      if (stream.state.createdMilliseconds !== position.streamCreatedMilliseconds) {
        throw new ServiceError(
          'ResourceNotFoundException',
          `The stream ${position.streamName} that the iterator came from was deleted.`,
        );
      }
      await trimStream(stream, cloud.clock.now());
      const shard = findShard(stream, position.shardId, cloud);
      return read({ context, stream, shard }, request);
    },
  });
}

interface Reading {
  context: KinesisContext;
  stream: Stream;
  shard: Shard;
}

async function read(reading: Reading, request: Input & { position: ShardPosition }) {
  const { context, stream, shard } = reading;
  const now = context.cloud.clock.now();
  admitRead(reading, context.cloud.clock.paced());
  const { records, isAtEnd } = await shard.records.read({
    from: request.position.from,
    recordsMax: request.Limit ?? GET_RECORDS_MAX,
    bytesMax: GET_BYTES_MAX,
    horizonMs: horizonOf(stream, now),
  });
  shard.readBytes.charge(records.reduce((sum, { data }) => sum + data.length, 0));
  const lastRead = records.at(-1);
  // Where nothing was read the iterator stays: behind it lies what is placed and not yet written, too.
  const from =
    lastRead === undefined ? request.position.from : nextSequenceNumber(lastRead.sequenceNumber);
  const isFinished = isAtEnd && shard.records.isDurable() && !isOpen(shard);
  return {
    Records: records.map((record) => toOutput(record, stream)),
    MillisBehindLatest: isAtEnd ? 0 : Math.max(0, now - (lastRead?.arrivedMilliseconds ?? now)),
    ...(isFinished
      ? { ChildShards: childShards(stream, shard) }
      : { NextShardIterator: encodeIterator({ ...request.position, from }, now) }),
  };
}

function admitRead({ context, stream, shard }: Reading, now: number): void {
  const { hazards, limitsEnforced } = context.cloud;
  const isAdmitted =
    !limitsEnforced || (shard.readBytes.isOpen(now) && shard.readCalls.tryTake(1, now));
  if (isAdmitted && !hazards.strikes('kinesis-read-throttled')) return;
  throw new ServiceError(
    'ProvisionedThroughputExceededException',
    `Rate exceeded for shard ${shard.state.id} in stream ${stream.state.name} under account ${context.cloud.account}.`,
  );
}

function toOutput(record: StoredRecord, stream: Stream) {
  return {
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new Date(record.arrivedMilliseconds),
    Data: record.data,
    PartitionKey: record.partitionKey,
    EncryptionType: encryptionType(stream),
  };
}

function childShards(stream: Stream, { state: { id } }: Shard) {
  return stream.shards
    .filter(({ state }) => state.parentId === id || state.adjacentParentId === id)
    .map(({ state }) => ({
      ShardId: state.id,
      ParentShards: [state.parentId, state.adjacentParentId].filter(
        (parent) => parent !== undefined,
      ),
      HashKeyRange: describeRange(state.range),
    }));
}
