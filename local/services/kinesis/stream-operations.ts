import { z } from 'zod';
import { operation, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { compareUtf8 } from '../../storage/compare-utf8';
import { summarize } from './describe-stream';
import { referredName } from './find-stream';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { RETENTION_HOURS_MAX, RETENTION_HOURS_MIN } from './limits';
import type { Stream } from './stream';
import { count, streamReference, validate } from './validate';

const listInput = z.object({
  Limit: count(1, 10_000).optional(),
  ExclusiveStartStreamName: z.string().optional(),
  NextToken: z.string().optional(),
});
const STREAMS_PER_PAGE = 100;

const retentionInput = z.object({
  ...streamReference,
  RetentionPeriodHours: count(1, RETENTION_HOURS_MAX),
});
const modeInput = z.object({
  ...streamReference,
  StreamModeDetails: z.object({ StreamMode: z.enum(['PROVISIONED', 'ON_DEMAND']) }),
});
const encryptionInput = z.object({
  ...streamReference,
  EncryptionType: z.literal('KMS'),
  KeyId: z.string().min(1).max(2048),
});
const deleteInput = z.object({
  ...streamReference,
  EnforceConsumerDeletion: z.boolean().optional(),
});

export function streamOperations(context: KinesisContext): Record<string, Operation> {
  return {
    ListStreams: listStreams(context),
    DeleteStream: streamOperation(context, 'DeleteStream', {
      schema: deleteInput,
      run: async (stream, input) => {
        (await context.store.ready()).delete(referredName(input));
        await context.store.remove(stream);
      },
    }),
    IncreaseStreamRetentionPeriod: changeRetention(context, 'Increase'),
    DecreaseStreamRetentionPeriod: changeRetention(context, 'Decrease'),
    UpdateStreamMode: changing(context, 'UpdateStreamMode', modeInput, (stream, input) => {
      stream.state.mode = input.StreamModeDetails.StreamMode;
    }),
    StartStreamEncryption: changing(
      context,
      'StartStreamEncryption',
      encryptionInput,
      (stream, input) => {
        stream.state.kmsKeyId = input.KeyId;
      },
    ),
    StopStreamEncryption: changing(context, 'StopStreamEncryption', encryptionInput, (stream) => {
      delete stream.state.kmsKeyId;
    }),
  };
}

function listStreams({ store }: KinesisContext): Operation {
  return operation({
    parse: (input) => validate(listInput, input),
    iamActions: () => ['kinesis:ListStreams'],
    resources: () => ['*'],
    run: async ({ Limit = STREAMS_PER_PAGE, ExclusiveStartStreamName, NextToken }) => {
      const streams = await store.ready();
      const after = NextToken ?? ExclusiveStartStreamName ?? '';
      const names = [...streams.keys()].sort(compareUtf8).filter((name) => name > after);
      const shown = names.slice(0, Limit);
      const last = shown.at(-1);
      const hasMore = names.length > shown.length;
      return {
        StreamNames: shown,
        HasMoreStreams: hasMore,
        StreamSummaries: shown.flatMap((name) => streams.get(name) ?? []).map(summarize),
        ...(hasMore && last !== undefined ? { NextToken: last } : {}),
      };
    },
  });
}

function changeRetention(context: KinesisContext, direction: 'Increase' | 'Decrease'): Operation {
  const action = `${direction}StreamRetentionPeriod`;
  return changing(context, action, retentionInput, ({ state }, { RetentionPeriodHours: asked }) => {
    const isRightWay =
      direction === 'Increase' ? asked >= state.retentionHours : asked <= state.retentionHours;
    if (!isRightWay || asked < RETENTION_HOURS_MIN) {
      throw new ServiceError(
        'InvalidArgumentException',
        `${action}: the retention period of stream ${state.name} is ${state.retentionHours} hours; requested ${asked}, the minimum is ${RETENTION_HOURS_MIN}.`,
      );
    }
    state.retentionHours = asked;
  });
}

/** An operation that changes a stream's state and answers nothing. */
// eslint-disable-next-line max-params -- the fourth is the change itself, and reads best last
export function changing<
  Schema extends z.ZodType<{ StreamName?: string | undefined; StreamARN?: string | undefined }>,
>(
  context: KinesisContext,
  action: string,
  schema: Schema,
  change: (stream: Stream, input: z.output<Schema>) => void,
): Operation {
  return streamOperation(context, action, {
    schema,
    run: async (stream, input) => {
      change(stream, input);
      await context.store.save(stream);
    },
  });
}
