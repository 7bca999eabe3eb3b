import { ServiceError } from '../../endpoint/service-error';
import type { TableStream, TableStreams } from '../dynamodb/table-streams';

export interface WantedStart {
  type: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
  sequenceNumber: string | undefined;
}

/** The sequence number behind which reading begins. */
export async function startOf(
  streams: TableStreams,
  stream: TableStream,
  { type, sequenceNumber }: WantedStart,
): Promise<string> {
  if (type === 'TRIM_HORIZON') return stream.range.after;
  if (type === 'LATEST') return streams.end(stream);
  if (sequenceNumber === undefined) {
    throw new ServiceError(
      'ValidationException',
      `SequenceNumber is required for ShardIteratorType ${type}`,
    );
  }
  const after =
    type === 'AFTER_SEQUENCE_NUMBER' ? BigInt(sequenceNumber) : BigInt(sequenceNumber) - 1n;
  await checkNotTrimmed(streams, stream, sequenceNumber);
  return after.toString().padStart(stream.range.after.length, '0');
}

/** What stood there may be gone, and with it changes that the reader has not seen. */
async function checkNotTrimmed(
  streams: TableStreams,
  stream: TableStream,
  sequenceNumber: string,
): Promise<void> {
  const [oldest] = await streams.read(stream, { after: stream.range.after, changesMax: 1 });
  const end = oldest?.sequenceNumber ?? (await streams.end(stream));
  const isBeforeOldest = BigInt(sequenceNumber) < BigInt(end);
  const isOfStream = BigInt(sequenceNumber) > BigInt(stream.range.after);
  if (!isBeforeOldest || !isOfStream) return;
  throw new ServiceError(
    'TrimmedDataAccessException',
    `The operation attempted to read past the oldest stream record in a shard: ${sequenceNumber}`,
  );
}
