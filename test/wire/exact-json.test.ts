import fc from 'fast-check';
import {
  EXACT_JSON_DEPTH_MAX,
  ExactJsonError,
  ExactNumber,
  formatExactJson,
  parseExactJson,
  parseExactJsonSequence,
} from '../../wire/exact-json';

describe('exact JSON', () => {
  it('keeps every digit of a number', () => {
    const text = '[12345678901234567890.12345678900,9223372036854775807,-0,1.20E+05]';

    const value = parseExactJson(text);

    expect(value).toEqual([
      new ExactNumber('12345678901234567890.12345678900'),
      new ExactNumber('9223372036854775807'),
      new ExactNumber('-0'),
      new ExactNumber('1.20E+05'),
    ]);
    expect(formatExactJson(value)).toBe(text);
  });

  it('reads escapes as JSON does', () => {
    expect(parseExactJson('"a\\u00e9\\n\\"\\\\/\\ud83d\\ude00"')).toBe('aé\n"\\/😀');
  });

  it('reads values that follow each other without a separator', () => {
    expect(parseExactJsonSequence('{"a":1}{"a":2}\n{}').map(formatExactJson)).toEqual([
      '{"a":1}',
      '{"a":2}',
      '{}',
    ]);
  });

  it.each([
    ['{"a":1,"a":2}', 'Duplicate key "a" at offset 7'],
    ['{"a":01}', 'Expected "," or "}" at offset 6'],
    ['[1', 'Expected "," or "]" at offset 2'],
    ['', 'JSON ends too early at offset 0'],
    ['"a\nb"', 'Expected a string at offset 0'],
    ['{"a":1}x', 'Text after the JSON value at offset 7'],
    ['NaN', 'Unexpected "N" at offset 0'],
  ])('refuses %j', (text, message) => {
    expect(() => parseExactJson(text)).toThrow(
      new ExactJsonError(message.split(' at ')[0]!, Number(/\d+$/.exec(message)![0])),
    );
  });

  it('refuses nesting beyond its depth instead of overflowing the stack', () => {
    const levels = EXACT_JSON_DEPTH_MAX + 2;

    expect(() => parseExactJson('['.repeat(levels) + ']'.repeat(levels))).toThrow('nested deeper');
    expect(() => parseExactJson('['.repeat(1_000_000))).toThrow('nested deeper');
  });

  it('writes what JSON.parse reads as the same value', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(JSON.parse(formatExactJson(parseExactJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
});
