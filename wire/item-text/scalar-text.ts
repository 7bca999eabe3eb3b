import { canonicalDecimal } from '../canonical-decimal';
import { ReadingError } from './reading-error';

/**
 * How many times a text holds binary values in base64: once where DynamoDB's API and its export write
 * it, twice in the records of its Kinesis destination.
 */
export type BinaryEncodings = 1 | 2;

export function numberText(text: string): string {
  const number = canonicalDecimal(text);
  if (number === undefined) throw new ReadingError(`is no number: ${text}`);
  return number;
}

/** The value in base64 once. */
export function binaryText(text: string, encodings: BinaryEncodings): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) {
    throw new ReadingError(`is not the base64 of ${encodings === 1 ? 'bytes' : 'base64'}`);
  }
  return encodings === 1 ? text : binaryText(bytes.toString('latin1'), 1);
}
