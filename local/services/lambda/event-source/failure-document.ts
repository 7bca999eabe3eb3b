import { JsonBytes } from '../../../json-bytes';
import type { RecordSource, StreamRecord } from '../../shard-reader/record-source';
import { writeRecords } from './batch-event';

export interface DiscardedBatch {
  condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  shardId: string;
  records: readonly StreamRecord[];
  invokes: number;
  requestId: string;
  /** With its qualifier. */
  functionArn: string;
  executedVersion: string;
  /** Undefined where the function answered and reported item failures. */
  functionError?: string;
}

/**
 * What a failure destination gets. A queue or topic gets no records: they must be read from the shard
 * again; a bucket gets the event as an escaped JSON string under `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function failureDocument(
  source: RecordSource,
  batch: DiscardedBatch,
  nowMs: number,
): Record<string, unknown> {
  const first = batch.records[0];
  const last = batch.records.at(-1);
  return {
    requestContext: {
      requestId: batch.requestId,
      functionArn: batch.functionArn,
      condition: batch.condition,
      approximateInvokeCount: batch.invokes,
    },
    ...(batch.condition === 'RetryAttemptsExhausted' && {
      responseContext: {
        statusCode: 200,
        executedVersion: batch.executedVersion,
        functionError: batch.functionError ?? null,
      },
    }),
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    [source.batchInfoName]: {
      shardId: batch.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrival(source, first),
      approximateArrivalOfLastRecord: arrival(source, last),
      batchSize: batch.records.length,
      streamArn: source.streamArn,
    },
  };
}

export function failurePayload(source: RecordSource, batch: DiscardedBatch): string {
  const event = new JsonBytes();
  const write = (record: StreamRecord) => source.writeEvent(event, batch.shardId, record);
  return writeRecords(event, batch.records, write).text('}').toString();
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>` */
export function failureKey(
  mapping: { uuid: string; shardId: string },
  nowMs: number,
  objectId: string,
): string {
  const [day = '', time = ''] = new Date(nowMs).toISOString().slice(0, 19).split('T');
  const folder = `aws/lambda/${mapping.uuid}/${mapping.shardId}/${day.replaceAll('-', '/')}`;
  return `${folder}/${day}T${time.replaceAll(':', '.')}-${objectId}`;
}

/** DynamoDB's arrival times have whole seconds. */
function arrival(source: RecordSource, record: StreamRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const text = new Date(record.arrivalMs).toISOString();
  return source.batchInfoName === 'KinesisBatchInfo' ? text : `${text.slice(0, 19)}Z`;
}
