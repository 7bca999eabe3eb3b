import { ServiceError } from '../../endpoint/service-error';
import { ITERATOR_LIFE_MILLISECONDS } from './limits';

/** A place in a shard: everything from `from` on is still to be read. */
export interface ShardPosition {
  streamName: string;
  streamCreatedMilliseconds: number;
  shardId: string;
  /** A sequence number, or empty for the oldest record. */
  from: string;
}

/** Opaque to clients, and good for five minutes. */
export function encodeIterator(position: ShardPosition, nowMilliseconds: number): string {
  const { streamName, streamCreatedMilliseconds, shardId, from } = position;
  const fields = [streamName, streamCreatedMilliseconds, shardId, from, nowMilliseconds];
  return Buffer.from(JSON.stringify(fields)).toString('base64');
}

export function decodeIterator(iterator: string, nowMilliseconds: number): ShardPosition {
  const [streamName, streamCreatedMilliseconds, shardId, from, issued] = parseFields(iterator);
  const ageMilliseconds = nowMilliseconds - issued;
  if (ageMilliseconds > ITERATOR_LIFE_MILLISECONDS) {
    throw new ServiceError(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${new Date(issued).toUTCString()} while right now it is ` +
        `${new Date(nowMilliseconds).toUTCString()} which is further in the future than the tolerated delay of ${ITERATOR_LIFE_MILLISECONDS} milliseconds.`,
    );
  }
  return { streamName, streamCreatedMilliseconds, shardId, from };
}

type Fields = [string, number, string, string, number];

function parseFields(iterator: string): Fields {
  try {
    const fields = JSON.parse(Buffer.from(iterator, 'base64').toString('utf8')) as unknown;
    if (isFields(fields)) return fields;
  } catch {
    // Not ours: refused below.
  }
  throw new ServiceError('InvalidArgumentException', 'Invalid ShardIterator.');
}

function isFields(value: unknown): value is Fields {
  const kinds = ['string', 'number', 'string', 'string', 'number'];
  return (
    Array.isArray(value) &&
    value.length === kinds.length &&
    kinds.every((kind, index) => typeof value[index] === kind)
  );
}
