/**
 * What Firehose sends a transform that stands behind a Kinesis stream, as far as it is read here.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export interface TransformEvent {
  records: TransformRecord[];
}

export interface TransformRecord {
  recordId: string;
  /** Base64. */
  data: string;
  approximateArrivalTimestamp?: number;
  kinesisRecordMetadata?: {
    shardId: string;
    sequenceNumber: string;
    /** Milliseconds since 1970. */
    approximateArrivalTimestamp?: number;
  };
}

export interface TransformReply {
  records: TransformedRecord[];
}

export type TransformedRecord =
  | { recordId: string; result: 'Ok'; data: string }
  | { recordId: string; result: 'Dropped' | 'ProcessingFailed' };
