import { viewBytes } from '../../view-bytes';
import type { SourceRecord } from './source-record';

export interface TransformStream {
  arn: string;
  region: string;
  sourceStreamArn?: string;
}

/**
 * The event a transform function gets.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export function transformEvent(
  stream: TransformStream,
  invocationId: string,
  records: readonly SourceRecord[],
): Record<string, unknown> {
  const { sourceStreamArn } = stream;
  return {
    invocationId,
    deliveryStreamArn: stream.arn,
    ...(sourceStreamArn !== undefined && { sourceKinesisStreamArn: sourceStreamArn }),
    region: stream.region,
    records: records.map((record) => ({
      recordId: record.recordId,
      approximateArrivalTimestamp: record.arrivalMs,
      data: viewBytes(record.data).toString('base64'),
      ...(sourceStreamArn !== undefined && { kinesisRecordMetadata: metadataOf(record) }),
    })),
  };
}

function metadataOf({ sequenceNumber, partitionKey, shardId, arrivalMs }: SourceRecord) {
  return {
    sequenceNumber,
    subsequenceNumber: 0,
    partitionKey,
    shardId,
    approximateArrivalTimestamp: arrivalMs,
  };
}
