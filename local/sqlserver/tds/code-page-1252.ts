import type { ByteWriter } from './byte-writer';

/** 0x80 to 0x9F, where Windows-1252 is not Latin-1; the five gaps stay control characters. */
const HIGH_CONTROLS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const CODES = new Map(Array.from(HIGH_CONTROLS).map((character, at) => [character, 0x80 + at]));

const SAME_AS_LATIN1 = /^[\x00-\x7f\xa0-\xff]*$/;
const HIGH_CONTROL = /[\x80-\x9f]/g;
const QUESTION_MARK = 0x3f;

/** A byte a code unit; what the code page lacks becomes a question mark. */
export function encode1252(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const same = code < 0x80 || (code >= 0xa0 && code <= 0xff);
    bytes[at] = same ? code : (CODES.get(text.charAt(at)) ?? QUESTION_MARK);
  }
  return bytes;
}

export function decode1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(HIGH_CONTROL, (control) => HIGH_CONTROLS.charAt(control.charCodeAt(0) - 0x80));
}

/** `encode1252` into the writer, without a copy for texts that Latin-1 holds too. */
export function write1252(writer: ByteWriter, text: string): void {
  if (SAME_AS_LATIN1.test(text)) writer.latin1(text);
  else writer.raw(encode1252(text));
}
