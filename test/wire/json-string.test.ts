import fc from 'fast-check';
import { jsonString } from '../../wire/json-string';

describe('jsonString', () => {
  it.each([
    ['', '""'],
    ['Straße 7 \u007f€😀', '"Straße 7 \u007f€😀"'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['\u0000\n\u001f', '"\\u0000\\n\\u001f"'],
    ['\ud800', '"\\ud800"'],
    ['\u2028', '"\u2028"'],
  ])('writes %j as RFC 8259 has it', (text, json) => {
    expect(jsonString(text)).toBe(json);
  });

  it('writes every text as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(jsonString(text)).toBe(JSON.stringify(text));
      }),
    );
  });
});
