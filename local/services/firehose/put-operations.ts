import { z } from 'zod';
import type { Cloud } from '../../cloud';
import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { DeliveryStreams } from './service';
import { deliveryStreamArn } from './stream-arn';

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const RECORD_BYTES_MAX = 1000 * 1024;
const BATCH_RECORDS_MAX = 500;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

const record = z.object({ Data: z.instanceof(Uint8Array) });
const one = z.object({ DeliveryStreamName: z.string(), Record: record });
const many = z.object({ DeliveryStreamName: z.string(), Records: z.array(record).min(1) });

export function putOperations(
  cloud: Cloud,
  streams: DeliveryStreams,
): Readonly<Record<string, Operation>> {
  const put = (name: string, data: Uint8Array[]) => {
    const stream = streams.find(name);
    if (stream.put !== undefined) return stream.put(data);
    throw new ServiceError(
      'InvalidArgumentException',
      'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
    );
  };
  return {
    PutRecord: operation<z.output<typeof one>, unknown>({
      parse: (input) => {
        const parsed = validated(one, input);
        refuseLarge([parsed.Record.Data]);
        return parsed;
      },
      iamActions: () => ['firehose:PutRecord'],
      resources: ({ DeliveryStreamName }) => [deliveryStreamArn(cloud, DeliveryStreamName)],
      run: async ({ DeliveryStreamName, Record }) => {
        const [RecordId] = await put(DeliveryStreamName, [Record.Data]);
        return { RecordId, Encrypted: false };
      },
    }),
    PutRecordBatch: operation<z.output<typeof many>, unknown>({
      parse: (input) => {
        const parsed = validated(many, input);
        refuseLarge(parsed.Records.map(({ Data }) => Data));
        return parsed;
      },
      iamActions: () => ['firehose:PutRecordBatch'],
      resources: ({ DeliveryStreamName }) => [deliveryStreamArn(cloud, DeliveryStreamName)],
      run: async ({ DeliveryStreamName, Records }) => {
        const data = Records.map(({ Data }) => Data);
        const ids = await put(DeliveryStreamName, data);
        const RequestResponses = ids.map((RecordId) => ({ RecordId }));
        return { FailedPutCount: 0, Encrypted: false, RequestResponses };
      },
    }),
  };
}

function validated<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${issue?.message ?? ''}`,
  );
}

function refuseLarge(data: readonly Uint8Array[]): void {
  if (data.length > BATCH_RECORDS_MAX) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length less than or equal to ${BATCH_RECORDS_MAX}`,
    );
  }
  if (data.some(({ length }) => length > RECORD_BYTES_MAX)) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'record.data' failed to satisfy constraint: Member must have length less than or equal to ${RECORD_BYTES_MAX}`,
    );
  }
  const bytes = data.reduce((sum, { length }) => sum + length, 0);
  if (bytes <= BATCH_BYTES_MAX) return;
  throw new ServiceError(
    'InvalidArgumentException',
    `Records size exceeds ${BATCH_BYTES_MAX / 1024 / 1024} MB limit`,
  );
}
