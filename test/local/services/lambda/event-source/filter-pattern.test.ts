import { compilePattern } from '../../../../../local/services/lambda/event-source/filter-pattern';
import { parseWithNumberTexts } from '../../../../../local/services/shard-reader/number-text';

const matches = (pattern: string, event: string) =>
  compilePattern(pattern)(parseWithNumberTexts(event));

describe('a filter pattern', () => {
  it.each([
    ['{"a":["x"]}', '{"a":"x"}', true],
    ['{"a":["x"]}', '{"a":"y"}', false],
    ['{"a":["x","y"]}', '{"a":"y"}', true],
    ['{"a":["x"]}', '{"a":["z","x"]}', true],
    ['{"a":["x"],"b":["y"]}', '{"a":"x"}', false],
    ['{"a":{"b":["x"]}}', '{"a":{"b":"x"}}', true],
    ['{"a":[300]}', '{"a":300}', true],
    ['{"a":[300]}', '{"a":300.0}', false],
    ['{"a":[300]}', '{"a":3e2}', false],
    ['{"a":[300]}', '{"a":"300"}', false],
    ['{"a":[12345678901234567890]}', '{"a":12345678901234567891}', false],
    ['{"a":[{"numeric":["=",300]}]}', '{"a":3.0e2}', true],
    ['{"a":[{"numeric":[">",0,"<=",5]}]}', '{"a":5}', true],
    ['{"a":[{"numeric":[">",0,"<=",5]}]}', '{"a":0}', false],
    ['{"a":[null]}', '{"a":null}', true],
    ['{"a":[null]}', '{}', false],
    ['{"a":[""]}', '{"a":""}', true],
    ['{"a":[true]}', '{"a":true}', true],
    ['{"a":[{"exists":true}]}', '{"a":null}', true],
    ['{"a":[{"exists":false}]}', '{"b":1}', true],
    ['{"a":[{"exists":false}]}', '{"a":1}', false],
    ['{"a":[{"prefix":"ab"}]}', '{"a":"abc"}', true],
    ['{"a":[{"suffix":"bc"}]}', '{"a":"abc"}', true],
    ['{"a":[{"prefix":{"equals-ignore-case":"AB"}}]}', '{"a":"abc"}', true],
    ['{"a":[{"equals-ignore-case":"AbC"}]}', '{"a":"aBc"}', true],
    ['{"a":[{"wildcard":"a*c"}]}', '{"a":"abbc"}', true],
    ['{"a":[{"wildcard":"a.c"}]}', '{"a":"abc"}', false],
    ['{"a":[{"wildcard":"a\\\\*c"}]}', '{"a":"a*c"}', true],
    ['{"a":[{"wildcard":"a\\\\*c"}]}', '{"a":"abc"}', false],
    ['{"a":[{"anything-but":["x","y"]}]}', '{"a":"z"}', true],
    ['{"a":[{"anything-but":["x","y"]}]}', '{"a":"y"}', false],
    ['{"a":[{"anything-but":[""]}]}', '{}', false],
    ['{"a":[{"anything-but":{"prefix":"x"}}]}', '{"a":"xy"}', false],
    ['{"$or":[{"a":["x"]},{"b":["y"]}]}', '{"b":"y"}', true],
    ['{"c":["z"],"$or":[{"a":["x"]},{"b":["y"]}]}', '{"b":"y"}', false],
    [
      '{"data":{"metadata":{"record-type":["data"],"schema-name":[{"anything-but":[""]}]}}}',
      '{"data":{"metadata":{"record-type":"data","schema-name":"dbo"}}}',
      true,
    ],
  ])('%s over %s gives %s', (pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each([
    ['not json', /is not JSON/],
    ['["a"]', /must be an object/],
    ['{"a":"x"}', /list of values at "a"/],
    ['{"a":[{"soundex":"x"}]}', /Unrecognized match type soundex .* at "a"/],
    ['{"a":[{"numeric":[">"]}]}', /comparisons at "a"/],
    ['{}', /is empty/],
  ])('%s is refused', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
