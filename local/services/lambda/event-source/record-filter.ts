import { compilePattern, parsePattern } from './filter-pattern';
import { FilterPatternError } from './filter-pattern-error';
import type { RecordSource, StreamRecord } from '../../shard-reader/record-source';

/** Whether the function gets a record; one that it does not get counts as processed. */
export type RecordFilter = (record: StreamRecord) => boolean;

/**
 * A record passes if it matches any pattern. Data that is not JSON never matches a pattern on `data`, so
 * such a record is dropped in silence, as on AWS.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
 */
export function recordFilter(source: RecordSource, patterns: readonly string[]): RecordFilter {
  const matchers = patterns.map((pattern) => {
    const { data } = parsePattern(pattern);
    if (data !== undefined && (typeof data !== 'object' || Array.isArray(data))) {
      throw new FilterPatternError(`Filter pattern needs an object for "data", got ${pattern}`);
    }
    return compileGuarded(pattern, data !== undefined);
  });
  if (matchers.length === 0) return () => true;
  return (record) => {
    const filterable = source.filterableOf(record);
    return matchers.some((matches) => matches(filterable));
  };
}

/** `exists: false` must not match inside data that could not be parsed. */
function compileGuarded(pattern: string, needsData: boolean) {
  const matches = compilePattern(pattern);
  return (event: Record<string, unknown>) =>
    (!needsData || event['data'] !== undefined) && matches(event);
}
