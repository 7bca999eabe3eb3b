import { JsonBytes } from '../../json-bytes';
import type { SourceRecord } from './source-record';

export interface TransformStream {
  arn: string;
  region: string;
  sourceStreamArn?: string;
}

/** What stands around the data of a record, without its partition key. */
const RECORD_BYTES = 400;

/**
 * The event that a transform function gets. Only a partition key can hold anything that JSON escapes, and to
 * have long base64 texts searched for it costs as much as the rest.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export function transformEvent(
  stream: TransformStream,
  invocationId: string,
  records: readonly SourceRecord[],
): JsonBytes {
  const { sourceStreamArn } = stream;
  const head = JSON.stringify({
    invocationId,
    deliveryStreamArn: stream.arn,
    ...(sourceStreamArn !== undefined && { sourceKinesisStreamArn: sourceStreamArn }),
    region: stream.region,
  });
  const metadataOf = sourceStreamArn === undefined ? () => '' : kinesisMetadata;
  const event = new JsonBytes(head.length + expectedBytes(records));
  return event
    .text(`${head.slice(0, -1)},"records":[`)
    .list(records, (record) =>
      event
        .text(
          `{"recordId":"${record.recordId}","approximateArrivalTimestamp":${record.arrivalMs},"data":"`,
        )
        .base64(record.data)
        .text(`"${metadataOf(record)}}`),
    )
    .text(']}');
}

function expectedBytes(records: readonly SourceRecord[]): number {
  return records.reduce(
    (sum, { data, partitionKey }) =>
      sum + RECORD_BYTES + partitionKey.length + 4 * Math.ceil(data.length / 3),
    0,
  );
}

function kinesisMetadata(record: SourceRecord): string {
  const { sequenceNumber, partitionKey, shardId, arrivalMs } = record;
  return (
    `,"kinesisRecordMetadata":{"sequenceNumber":"${sequenceNumber}","subsequenceNumber":0,` +
    `"partitionKey":${JSON.stringify(partitionKey)},"shardId":"${shardId}",` +
    `"approximateArrivalTimestamp":${arrivalMs}}`
  );
}
