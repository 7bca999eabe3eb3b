import { expected } from './reading-error';

/** The bytes of JSON's punctuation. */
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

/** 1 for what may stand behind a backslash in what `JSON.stringify` writes, beside `u`. */
const ESCAPES = new Uint8Array(0x100);
for (const byte of Buffer.from('bfnrt"\\')) ESCAPES[byte] = 1;

/** The offset behind the string that opens at `at`, which is to be as `JSON.stringify` writes it. */
export function stringEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) throw expected('a string', at);
  for (let next = at + 1; ; next += 1) {
    const byte = bytes[next] ?? 0;
    if (byte > BACKSLASH) continue;
    if (byte === QUOTE) return next + 1;
    if (byte < SPACE) throw expected('text of a string', next);
    if (byte === BACKSLASH) {
      next += 1;
      if (ESCAPES[bytes[next] ?? 0] !== 1) return spelledStringEnd(bytes, at);
    }
  }
}

/** For strings with `\u`, which is needed for some characters and needless for all others. */
function spelledStringEnd(bytes: Buffer, at: number): number {
  let end = at + 1;
  while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  const text = bytes.toString('utf8', at, end + 1);
  if (text !== compactJson(text)) throw expected('a string without needless escapes', at);
  return end + 1;
}

/** JSON text as `JSON.stringify` writes it; undefined for what is none. */
export function compactJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The string that opens at `at`. */
export function stringAt(bytes: Buffer, at: number): string {
  return JSON.parse(bytes.toString('utf8', at, stringEnd(bytes, at))) as string;
}

/** The offset behind the value that begins at `at`, of any kind. */
export function valueEnd(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let next = at; ;) {
    const byte = bytes[next];
    if (byte === undefined || byte < SPACE) throw expected('the end of a value', next);
    if (byte === QUOTE) next = stringEnd(bytes, next);
    else {
      const closes = byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
      if (depth === 0 && (closes || byte === COMMA)) return next;
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      if (closes) depth -= 1;
      next += 1;
    }
  }
}

/** Whether `length` bytes are the same at both offsets. */
export function sameBytes(
  bytes: Buffer,
  [left, right]: readonly [number, number],
  length: number,
): boolean {
  for (let offset = 0; offset < length; offset += 1) {
    if (bytes[left + offset] !== bytes[right + offset]) return false;
  }
  return true;
}

export function startsWith(bytes: Buffer, at: number, text: Buffer): boolean {
  for (let offset = 0; offset < text.length; offset += 1) {
    if (bytes[at + offset] !== text[offset]) return false;
  }
  return true;
}

/**
 * The order by UTF-16 code units, as JavaScript has it, of the strings that open at `left` and `right`.
 * UTF-8 keeps it but for U+E000 to U+FFFF, which stand behind all that takes two code units.
 */
export function compareStrings(bytes: Buffer, left: number, right: number): number {
  for (let offset = 1; ; offset += 1) {
    const a = bytes[left + offset] ?? 0;
    const b = bytes[right + offset] ?? 0;
    if (a === BACKSLASH || b === BACKSLASH) return compareEscaped(bytes, left, right);
    if (a !== b) return a === QUOTE ? -1 : b === QUOTE ? 1 : weight(a) - weight(b);
    if (a === QUOTE) return 0;
  }
}

function weight(byte: number): number {
  return byte === 0xee || byte === 0xef ? byte + 0x10 : byte;
}

function compareEscaped(bytes: Buffer, left: number, right: number): number {
  const [a, b] = [stringAt(bytes, left), stringAt(bytes, right)];
  return a < b ? -1 : Number(a > b);
}
