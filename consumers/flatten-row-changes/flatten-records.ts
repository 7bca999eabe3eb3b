import { decodeDmsRecord } from '../../wire/dms-record';
import type { DmsRecord } from '../../wire/dms-record';
import type { LakeRow } from '../../wire/lake-row';
import { flattenCanary, flattenChange, KeyMissingError } from './flatten-change';
import type { Arrival } from './flatten-change';
import { ReplyBudget } from './reply-budget';
import type { TableCatalogue } from './table-catalogue';
import type {
  TransformedRecord,
  TransformEvent,
  TransformRecord,
  TransformReply,
} from './transform-event';

/** Where a record that cannot be read is told of; its payload goes to Firehose's error output. */
export type ReportUnreadable = (failure: {
  recordId: string;
  sequenceNumber: string | null;
  reason: string;
}) => void;

/** A sequence number of Kinesis has at most 56 digits today; LakeRow pads to 64. */
const SEQUENCE_DIGITS = 64;

class NoArrivalError extends Error {}

/**
 * Answers every record exactly once: a line of the lake, dropped (control records and DMS's own tables)
 * or failed with its reason reported. Never throws for what a record holds.
 */
export function flattenRecords(
  event: TransformEvent,
  catalogue: TableCatalogue,
  reportUnreadable: ReportUnreadable,
): TransformReply {
  const budget = new ReplyBudget(event.records.map((record) => record.recordId));
  const answer = (record: TransformRecord): TransformedRecord => {
    const { recordId } = record;
    const fail = (reason: string): TransformedRecord => {
      const sequenceNumber = record.kinesisRecordMetadata?.sequenceNumber ?? null;
      reportUnreadable({ recordId, sequenceNumber, reason });
      return { recordId, result: 'ProcessingFailed' };
    };
    const row = lakeRow(record, catalogue);
    if (row === undefined) return { recordId, result: 'Dropped' };
    if (typeof row === 'string') return fail(row);
    return (
      budget.take(recordId, `${JSON.stringify(row)}\n`) ??
      fail('The rows of this batch exceed the 6 MB that a reply may hold: lower the buffer size')
    );
  };
  return { records: event.records.map(answer) };
}

/** The row; undefined for what is set aside; the reason as text for what cannot be read. */
function lakeRow(record: TransformRecord, catalogue: TableCatalogue): LakeRow | string | undefined {
  const decoded = decodeDmsRecord(Buffer.from(record.data, 'base64'));
  try {
    return rowOf(decoded, record, catalogue);
  } catch (error) {
    if (error instanceof KeyMissingError || error instanceof NoArrivalError) return error.message;
    throw error;
  }
}

function rowOf(
  decoded: DmsRecord,
  record: TransformRecord,
  catalogue: TableCatalogue,
): LakeRow | string | undefined {
  switch (decoded.kind) {
    case 'control':
    case 'dms-table':
      return undefined;
    case 'unreadable':
      return decoded.reason;
    case 'canary':
      return flattenCanary(decoded, arrivalOf(record));
    case 'change':
      return flattenChange(decoded, catalogue, arrivalOf(record));
  }
}

function arrivalOf(record: TransformRecord): Arrival {
  const metadata = record.kinesisRecordMetadata;
  const arrival = metadata?.approximateArrivalTimestamp ?? record.approximateArrivalTimestamp;
  if (metadata === undefined || arrival === undefined) {
    throw new NoArrivalError('The record tells no shard, sequence number or arrival time');
  }
  return {
    shard_id: metadata.shardId,
    sequence_number: metadata.sequenceNumber.padStart(SEQUENCE_DIGITS, '0'),
    arrival_time: new Date(arrival).toISOString(),
  };
}
