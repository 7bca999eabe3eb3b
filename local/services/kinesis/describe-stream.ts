import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { describeShard } from './describe-shard';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { encryptionType, openShards, type Stream } from './stream';
import { count, streamReference } from './validate';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html */
const SHARDS_PER_PAGE = 100;

const describeInput = z.object({
  ...streamReference,
  Limit: count(1, 10_000).optional(),
  ExclusiveStartShardId: z.string().optional(),
});

export function describeOperations(context: KinesisContext): Record<string, Operation> {
  return {
    DescribeStream: streamOperation(context, 'DescribeStream', {
      schema: describeInput,
      run: (stream, { Limit, ExclusiveStartShardId = '' }) => {
        const found = stream.shards.filter(({ state }) => state.id > ExclusiveStartShardId);
        const shown = found.slice(0, Math.min(Limit ?? SHARDS_PER_PAGE, SHARDS_PER_PAGE));
        return {
          StreamDescription: {
            ...describe(stream),
            Shards: shown.map(describeShard),
            HasMoreShards: found.length > shown.length,
          },
        };
      },
    }),
    DescribeStreamSummary: streamOperation(context, 'DescribeStreamSummary', {
      schema: z.object(streamReference),
      run: (stream) => ({
        StreamDescriptionSummary: {
          ...describe(stream),
          OpenShardCount: openShards(stream).length,
          ConsumerCount: 0,
        },
      }),
    }),
  };
}

function describe(stream: Stream) {
  const { state } = stream;
  return {
    ...summarize(stream),
    RetentionPeriodHours: state.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: encryptionType(stream),
    ...(state.kmsKeyId === undefined ? {} : { KeyId: state.kmsKeyId }),
  };
}

/** A stream as ListStreams shows it. */
export function summarize({ state }: Stream) {
  return {
    StreamName: state.name,
    StreamARN: state.arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: state.mode },
    StreamCreationTimestamp: new Date(state.createdMilliseconds),
  };
}
