import type { ByteWriter } from './byte-writer';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, QUOTE, stringEnd } from './json-bytes';
import { LIST, MAP, NUMBER } from './type-letters';

const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

type Write = (source: Buffer, at: number, out: ByteWriter) => number;

/**
 * Writes the value that opens at `at` of canonical text as plain JSON that stands in a JSON string:
 * numbers exact, sets as arrays, binary as base64. Gives the offset behind it.
 */
export function writePlainValue(source: Buffer, at: number, out: ByteWriter): number {
  const type = source[at + 2];
  if (source[at + 3] === QUOTE) return writeContent(type)(source, at + 5, out) + 1;
  if (source[at + 4] === QUOTE) {
    const write = type === NUMBER ? writeNumber : writeString;
    return writeMembers({ source, out, write }, at + 6) + 1;
  }
  return writeWord(source, at, out);
}

/** `{"NULL":true}`, `{"BOOL":true}` or `{"BOOL":false}`. */
export function writeWord(source: Buffer, at: number, out: ByteWriter): number {
  const value = at + 8;
  const isTrue = source[value] === TRUE[0];
  if (source[at + 2] === NUMBER) out.copy(NULL);
  else out.copy(isTrue ? TRUE : FALSE);
  return value + (isTrue ? TRUE : FALSE).length + 1;
}

function writeContent(type: number | undefined): Write {
  switch (type) {
    case MAP:
      return (source, at, out) => writeMembers({ source, out, write: writeNamed }, at);
    case LIST:
      return (source, at, out) => writeMembers({ source, out, write: writePlainValue }, at);
    case NUMBER:
      return writeNumber;
    default:
      return writeString;
  }
}

/** All of a map, a list or a set, from its opening bracket at `from` to its closing one. */
function writeMembers(
  { source, out, write }: { source: Buffer; out: ByteWriter; write: Write },
  from: number,
): number {
  let at = from;
  do {
    out.byte(source[at] ?? 0);
    at += 1;
    if (source[at] !== CLOSE_BRACE && source[at] !== CLOSE_BRACKET) at = write(source, at, out);
  } while (source[at] === COMMA);
  out.byte(source[at] ?? 0);
  return at + 1;
}

function writeNamed(source: Buffer, at: number, out: ByteWriter): number {
  const end = writeString(source, at, out);
  out.byte(COLON);
  return writePlainValue(source, end + 1, out);
}

function writeString(source: Buffer, at: number, out: ByteWriter): number {
  const end = stringEnd(source, at);
  out.escape(source, at, end);
  return end;
}

function writeNumber(source: Buffer, at: number, out: ByteWriter): number {
  const end = stringEnd(source, at);
  out.copy(source, at + 1, end - 1);
  return end;
}
