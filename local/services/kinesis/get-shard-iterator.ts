import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { findShard } from './find-stream';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { formatSequenceNumber, nextSequenceNumber, parseSequenceNumber } from './sequence-number';
import { encodeIterator } from './shard-iterator';
import type { Shard, Stream } from './stream';
import { shardId, streamReference } from './validate';

const TYPES = [
  'AFTER_SEQUENCE_NUMBER',
  'LATEST',
  'AT_TIMESTAMP',
  'AT_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
] as const;

const input = z.object({
  ...streamReference,
  ShardId: shardId,
  ShardIteratorType: z.enum(TYPES, {
    error: `Member must satisfy enum value set: [${TYPES.join(', ')}]`,
  }),
  StartingSequenceNumber: z.string().optional(),
  Timestamp: z.date().optional(),
});

type Input = z.output<typeof input>;

export function getShardIterator(context: KinesisContext): Operation {
  return streamOperation(context, 'GetShardIterator', {
    schema: input,
    run: async (stream, request) => {
      const shard = findShard(stream, request.ShardId, context.cloud);
      const position = {
        streamName: stream.state.name,
        streamCreatedMilliseconds: stream.state.createdMilliseconds,
        shardId: shard.state.id,
        from: await startingPoint({ stream, shard, request, context }),
      };
      return { ShardIterator: encodeIterator(position, context.cloud.clock.now()) };
    },
  });
}

interface Start {
  stream: Stream;
  shard: Shard;
  request: Input;
  context: KinesisContext;
}

function startingPoint(start: Start): string | Promise<string> {
  const { shard, request } = start;
  switch (request.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return '';
    case 'LATEST':
      return sequenceAtEnd(shard);
    case 'AT_SEQUENCE_NUMBER':
      return givenSequence(start);
    case 'AFTER_SEQUENCE_NUMBER':
      return nextSequenceNumber(givenSequence(start));
    case 'AT_TIMESTAMP':
      return sequenceAtTime(start);
  }
}

/** Below every record still to come, above every record that is there. */
function sequenceAtEnd({ state, records }: Shard): string {
  return formatSequenceNumber({
    shardCreatedSeconds: state.createdSeconds,
    shardIndex: state.index,
    recordIndex: records.nextRecordIndex,
    arrivedSeconds: 0,
  });
}

function givenSequence({ stream, shard, request, context }: Start): string {
  const given = request.StartingSequenceNumber;
  if (given === undefined) {
    throw new ServiceError(
      'InvalidArgumentException',
      `Must either specify (1) AT_SEQUENCE_NUMBER and StartingSequenceNumber or (2) AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (3) TRIM_HORIZON and no StartingSequenceNumber or (4) LATEST and no StartingSequenceNumber or (5) AT_TIMESTAMP and Timestamp. Request specified ${request.ShardIteratorType} and no StartingSequenceNumber.`,
    );
  }
  const fields = parseSequenceNumber(given);
  const isOfShard =
    fields?.shardIndex === shard.state.index &&
    fields.shardCreatedSeconds === shard.state.createdSeconds;
  if (isOfShard) return given;
  throw new ServiceError(
    'InvalidArgumentException',
    `StartingSequenceNumber ${given} used in GetShardIterator on shard ${shard.state.id} in stream ${stream.state.name} under account ${context.cloud.account} is invalid because it did not come from this stream.`,
  );
}

async function sequenceAtTime({ shard, request, context }: Start): Promise<string> {
  const timestamp = request.Timestamp?.getTime();
  if (timestamp === undefined) {
    throw new ServiceError(
      'InvalidArgumentException',
      'Must specify timestamp parameter for iterator of type AT_TIMESTAMP.',
    );
  }
  if (timestamp > context.cloud.clock.now()) {
    throw new ServiceError(
      'InvalidArgumentException',
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.',
    );
  }
  // Before the search: what is placed during it must not lie behind.
  const end = sequenceAtEnd(shard);
  const first = await shard.records.firstAt(timestamp);
  return first?.sequenceNumber ?? end;
}
