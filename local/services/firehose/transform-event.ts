import { joinBetween } from '../../join-between';
import { viewBytes } from '../../view-bytes';
import type { SourceRecord } from './source-record';

export interface TransformStream {
  arn: string;
  region: string;
  sourceStreamArn?: string;
}

/**
 * The event that a transform function gets, as JSON. It is put together as text: only a partition key can
 * hold anything that JSON escapes, and to have long base64 texts searched for it costs as much as the rest.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export function transformEvent(
  stream: TransformStream,
  invocationId: string,
  records: readonly SourceRecord[],
): string {
  const { sourceStreamArn } = stream;
  const head = JSON.stringify({
    invocationId,
    deliveryStreamArn: stream.arn,
    ...(sourceStreamArn !== undefined && { sourceKinesisStreamArn: sourceStreamArn }),
    region: stream.region,
  });
  const metadataOf = sourceStreamArn === undefined ? () => '' : kinesisMetadata;
  const texts = records.map(
    (record) =>
      `{"recordId":"${record.recordId}","approximateArrivalTimestamp":${record.arrivalMs},` +
      `"data":"${viewBytes(record.data).toString('base64')}"${metadataOf(record)}}`,
  );
  return joinBetween(`${head.slice(0, -1)},"records":[`, texts, ']}');
}

function kinesisMetadata(record: SourceRecord): string {
  const { sequenceNumber, partitionKey, shardId, arrivalMs } = record;
  return (
    `,"kinesisRecordMetadata":{"sequenceNumber":"${sequenceNumber}","subsequenceNumber":0,` +
    `"partitionKey":${JSON.stringify(partitionKey)},"shardId":"${shardId}",` +
    `"approximateArrivalTimestamp":${arrivalMs}}`
  );
}
