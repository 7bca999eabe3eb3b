import { arrivalOf } from './arrival';
import type { Arrival } from './arrival';
import { decodeData } from './reused-buffers';
import { ReplyBudget } from './reply-budget';
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

/**
 * A row with its line end and when its change was made (ISO 8601, where that is known), `dropped` for what is
 * set aside, or the reason why a record has no row.
 */
export type Flattened = { row: Buffer; changedAt?: string | null } | { reason: string } | 'dropped';

/** Never throws for what a record holds. Bytes and row stand until the next record is flattened. */
export type Flatten = (bytes: Buffer, arrival: Arrival) => Flattened;

/** Answers every record exactly once: a line of the lake, dropped, or failed with its reason reported. */
export function answerRecords(
  event: TransformEvent,
  flatten: Flatten,
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
    const arrival = arrivalOf(record);
    if (arrival === undefined) {
      return fail('The record tells no shard, sequence number or arrival time');
    }
    const flattened = flatten(decodeData(record.data), arrival);
    if (flattened === 'dropped') return { recordId, result: 'Dropped' };
    if ('reason' in flattened) return fail(flattened.reason);
    return (
      budget.take(recordId, flattened.row) ??
      fail('The rows of this batch exceed the 6 MB that a reply may hold: lower the buffer size')
    );
  };
  return { records: event.records.map(answer) };
}
