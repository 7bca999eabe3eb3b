/** Code page 1252 from 0x80 to 0x9f; the five unused places keep their number. */
const UPPER =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const FIRST = 0x80;
const LAST = 0x9f;
const QUESTION_MARK = 0x3f;

export function encodeAnsi(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = encodeUnit(text, at);
  return bytes;
}

export function decodeAnsi(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += byte >= FIRST && byte <= LAST ? UPPER.charAt(byte - FIRST) : String.fromCharCode(byte);
  }
  return text;
}

function encodeUnit(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < FIRST || (unit > LAST && unit <= 0xff)) return unit;
  const upper = UPPER.indexOf(text.charAt(at));
  return upper < 0 ? QUESTION_MARK : FIRST + upper;
}
