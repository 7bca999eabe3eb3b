/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html, as far as it is read here. */
export interface KinesisEvent {
  Records: KinesisEventRecord[];
}

export interface KinesisEventRecord {
  /** `<shard id>:<sequence number>` */
  eventID: string;
  kinesis: {
    sequenceNumber: string;
    partitionKey: string;
    /** Base64. */
    data: string;
    /** Seconds since 1970, with a fraction. */
    approximateArrivalTimestamp: number;
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html */
export interface BatchReply {
  batchItemFailures: { itemIdentifier: string }[];
}
