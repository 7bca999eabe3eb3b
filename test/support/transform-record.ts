import type { TransformRecord } from '../../consumers/firehose-transform/transform-event';

/** A record as Firehose hands it to a transform; `arrivedAt` in milliseconds since 1970. */
export function transformRecord(
  data: string,
  { index, arrivedAt }: { index: number; arrivedAt: number },
): TransformRecord {
  return {
    recordId: `4966${index}000000`,
    data: Buffer.from(data).toString('base64'),
    kinesisRecordMetadata: {
      shardId: 'shardId-000000000001',
      sequenceNumber: `4966${index}`,
      approximateArrivalTimestamp: arrivedAt,
    },
  };
}
