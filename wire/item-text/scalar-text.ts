import { canonicalDecimal } from '../canonical-decimal';
import { ReadingError } from './reading-error';

/**
 * How many times a text holds binary values in base64: once where DynamoDB's API and its export write
 * it, twice in the records of its Kinesis destination.
 */
export type BinaryEncodings = 1 | 2;

/**
 * A minus, `0.`, and 38 digits behind the zeros of 1E-130:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const NUMBER_CHARACTERS_MAX = 1 + 2 + 129 + 38;

export function numberText(text: string): string {
  const number = canonicalDecimal(text);
  if (number === undefined || number.length > NUMBER_CHARACTERS_MAX) {
    throw new ReadingError(`is no number of DynamoDB: ${text.slice(0, NUMBER_CHARACTERS_MAX)}`);
  }
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
