import { formatJavaDate } from './java-date-pattern';

class PrefixExpressionError extends Error {}

export interface PrefixMoment {
  /** Arrival of the oldest record in the object. */
  arrivalMs: number;
  /** IANA name. */
  timeZone: string;
  /** `processing-failed`, … for objects under the error prefix. */
  errorOutputType?: string;
  /** New for each call, eleven characters. */
  randomString: () => string;
}

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g;
const DEFAULT_DATE = 'yyyy/MM/dd/HH/';
/** https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
const EVALUATED_CHARACTERS_MAX = 512;

/**
 * The folder part of an object's key. A prefix without a timestamp gets `yyyy/MM/dd/HH/` appended, with no
 * slash between, unless it is an error prefix with an expression of its own.
 */
export function evaluatePrefix(prefix: string, moment: PrefixMoment): string {
  const isDated =
    prefix.includes('!{timestamp:') || prefix.includes('!{firehose:error-output-type}');
  const full = isDated ? prefix : `${prefix}!{timestamp:${DEFAULT_DATE}}`;
  const evaluated = full.replace(EXPRESSION, (whole, namespace: string, value: string) => {
    if (namespace === 'timestamp') return formatJavaDate(value, moment.arrivalMs, moment.timeZone);
    if (namespace === 'firehose' && value === 'random-string') return moment.randomString();
    if (namespace === 'firehose' && value === 'error-output-type') {
      return moment.errorOutputType ?? '';
    }
    throw new PrefixExpressionError(`Unknown expression ${whole} in the prefix "${prefix}"`);
  });
  if (evaluated.length <= EVALUATED_CHARACTERS_MAX) return evaluated;
  throw new PrefixExpressionError(
    `The prefix "${prefix}" evaluates to ${evaluated.length} characters; at most ${EVALUATED_CHARACTERS_MAX} are allowed`,
  );
}

/** The rules under which Firehose accepts a pair of prefixes; throws with the rule that is broken. */
export function checkPrefixes(prefix: string, errorOutputPrefix: string): void {
  const probe = { arrivalMs: 0, timeZone: 'UTC', randomString: () => 'x'.repeat(11) };
  if (/!\{partitionKeyFrom(?:Lambda|Query):/.test(prefix)) {
    throw new PrefixExpressionError(
      'Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.',
    );
  }
  if (prefix.includes('!{firehose:error-output-type}')) {
    throw new PrefixExpressionError('prefix cannot contain !{firehose:error-output-type}.');
  }
  const hasExpression = (text: string) => text.includes('!{');
  if (hasExpression(prefix) && errorOutputPrefix === '') {
    throw new PrefixExpressionError(
      'error_output_prefix is required when prefix contains expressions.',
    );
  }
  const isTyped = errorOutputPrefix.includes('!{firehose:error-output-type}');
  if (hasExpression(errorOutputPrefix) && !isTyped) {
    throw new PrefixExpressionError(
      'error_output_prefix must contain !{firehose:error-output-type} when it contains expressions.',
    );
  }
  evaluatePrefix(prefix, probe);
  evaluatePrefix(errorOutputPrefix, probe);
}
