/** A record on its way through a delivery stream. */
export interface SourceRecord {
  /** Opaque to the transform, which echoes it. */
  recordId: string;
  /** Names the record to `acknowledge`. */
  shardId: string;
  sequenceNumber: string;
  partitionKey: string;
  arrivalMs: number;
  data: Uint8Array;
}

/** What becomes of a record: its data in the lake, or a line in an error object. */
export interface DeliverableRecord {
  source: SourceRecord;
  data: Uint8Array;
}
