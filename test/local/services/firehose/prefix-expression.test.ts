import {
  checkPrefixes,
  evaluatePrefix,
} from '../../../../local/services/firehose/prefix-expression';

const moment = {
  arrivalMs: Date.UTC(2018, 7, 27, 10, 30, 5),
  timeZone: 'UTC',
  randomString: () => 'abcdefghijk',
  errorOutputType: 'processing-failed',
};

describe('a prefix', () => {
  it.each([
    ['', '2018/08/27/10/'],
    ['raw', 'raw2018/08/27/10/'],
    ['raw/', 'raw/2018/08/27/10/'],
    ['!{timestamp:yyyy/MM/dd}/', '2018/08/27/'],
    ["!{timestamp:'year='yyyy'/month='MM}/", 'year=2018/month=08/'],
    ["!{timestamp:''yy''}", "'18'"],
    ['!{timestamp:DDD}/!{timestamp:HH-mm-ss}', '239/10-30-05'],
    ['!{timestamp:EEE MMM d h a}', 'Mon Aug 27 10 AM'],
    ['a/!{firehose:random-string}/!{timestamp:yyyy}/', 'a/abcdefghijk/2018/'],
    ['bad/!{firehose:error-output-type}/', 'bad/processing-failed/'],
  ])('%s becomes %s', (prefix, expected) => {
    expect(evaluatePrefix(prefix, moment)).toBe(expected);
  });

  it('follows the time zone of the stream', () => {
    const inTokyo = { ...moment, timeZone: 'Asia/Tokyo' };

    expect(evaluatePrefix('!{timestamp:yyyy/MM/dd/HH}/', inTokyo)).toBe('2018/08/27/19/');
  });

  it.each([
    ['!{partitionKeyFromLambda:k}/', 'e/', /Dynamic Partitioning Namespaces/],
    ['!{firehose:error-output-type}/', 'e/', /cannot contain/],
    ['!{timestamp:yyyy}/', '', /error_output_prefix is required/],
    ['', '!{timestamp:yyyy}/', /must contain !\{firehose:error-output-type\}/],
    ['!{timestamp:qq}/', 'e/', /got "q"/],
    ['!{secrets:x}/', 'e/', /Unknown expression !\{secrets:x\}/],
  ])('%s with %s is refused', (prefix, errorPrefix, message) => {
    expect(() => checkPrefixes(prefix, errorPrefix)).toThrow(message);
  });
});
