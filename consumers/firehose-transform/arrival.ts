import { isoTime } from '../../wire/iso-time';
import type { LakeRow } from '../../wire/lake-row';
import type { TransformRecord } from './transform-event';

/** Where and when a record stood in the stream. */
export type Arrival = Pick<LakeRow, 'shard_id' | 'sequence_number' | 'arrival_time'>;

/** A sequence number of Kinesis has at most 56 digits today; LakeRow pads to 64. */
const SEQUENCE_DIGITS = 64;

/** Undefined where the record does not tell it. */
export function arrivalOf(record: TransformRecord): Arrival | undefined {
  const metadata = record.kinesisRecordMetadata;
  const arrival = metadata?.approximateArrivalTimestamp ?? record.approximateArrivalTimestamp;
  if (metadata === undefined || arrival === undefined) return undefined;
  return {
    shard_id: metadata.shardId,
    sequence_number: sortableSequence(metadata.sequenceNumber),
    arrival_time: isoTime(arrival),
  };
}

/** As `LakeRow` has it: padded, so that it sorts as text. */
export function sortableSequence(sequenceNumber: string): string {
  return sequenceNumber.padStart(SEQUENCE_DIGITS, '0');
}
