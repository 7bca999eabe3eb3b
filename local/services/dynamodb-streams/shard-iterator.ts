import { ServiceError } from '../../endpoint/service-error';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const ITERATOR_LIFE_MILLISECONDS = 15 * 60_000;

/** A place in a stream: everything behind `after` is still to be read. */
export interface StreamPosition {
  streamArn: string;
  /** A sequence number. */
  after: string;
}

/** Led by the stream's ARN, as on AWS. */
export function encodeIterator({ streamArn, after }: StreamPosition, nowMs: number): string {
  const fields = Buffer.from(JSON.stringify([after, nowMs])).toString('base64url');
  return `${streamArn}|1|${fields}`;
}

export function decodeIterator(iterator: string, nowMs: number): StreamPosition {
  const [streamArn = '', , fields = ''] = iterator.split('|');
  const [after, issuedMs] = parseFields(fields);
  if (nowMs - issuedMs > ITERATOR_LIFE_MILLISECONDS) {
    throw new ServiceError('ExpiredIteratorException', 'Iterator expired');
  }
  return { streamArn, after };
}

function parseFields(fields: string): [string, number] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(fields, 'base64url').toString());
    if (Array.isArray(parsed)) {
      const [after, issuedMs] = parsed as unknown[];
      if (typeof after === 'string' && typeof issuedMs === 'number') return [after, issuedMs];
    }
  } catch {
    // Not ours: refused below.
  }
  throw new ServiceError('ValidationException', 'Invalid ShardIterator');
}
