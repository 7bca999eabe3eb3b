import type { ByteWriter } from './byte-writer';
import { characterCode, encodeName, givenWay, NO_CHARACTER, TAKEN_COLUMNS } from '../item-column';
import type { RowForm } from '../item-row';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  QUOTE,
  startsWith,
  stringAt,
  stringEnd,
} from './json-bytes';
import { writePlainValue, writeWord } from './plain-value';
import { LIST, MAP, NUMBER, STRING } from './type-letters';

/** By byte of ASCII: what stands for the character. */
const CODES = Array.from({ length: 0x80 }, (_, byte) => Buffer.from(characterCode(byte)));
const CODE_BYTES_MAX = Math.max(...CODES.map((code) => code.length));
/** 1 for the bytes that stand for themselves. */
const STANDS = Uint8Array.from({ length: 0x100 }, (_, byte) => Number(CODES[byte]?.length === 1));

/** `_0`, before the name of a map's member. */
const MEMBER = [0x5f, 0x30] as const;

/** By length. */
const TAKEN = Array.from({ length: 32 }, (_, length) =>
  TAKEN_COLUMNS.filter((column) => column.length === length).map((column) => ({
    bytes: Buffer.from(column),
    instead: Buffer.from(givenWay(column)),
  })),
);

const NONE: (typeof TAKEN)[number] = [];

const EMPTY_MAP = Buffer.from('"{}"');
const EMPTY_LIST = Buffer.from('"[]"');

/** Writes the columns of items, named as `columnOf` names them, as further members of an object. */
export class ColumnWriter {
  readonly #out: ByteWriter;
  readonly #lists: RowForm['lists'];
  #source: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Begins with the column of the attribute that is written. */
  #column: Buffer = Buffer.allocUnsafe(256);

  constructor(out: ByteWriter, lists: RowForm['lists']) {
    this.#out = out;
    this.#lists = lists;
  }

  /** The columns of an item that stands in canonical form in `source`. */
  item(source: Buffer, { from }: { from: number }): void {
    this.#source = source;
    this.#at = from;
    this.#map(0);
  }

  /** `length` is that of the column that leads here, 0 for the item itself. */
  #map(length: number): void {
    do {
      this.#at += 1;
      if (this.#source[this.#at] === CLOSE_BRACE) break;
      this.#value(this.#name(length));
    } while (this.#source[this.#at] === COMMA);
    this.#at += 1;
  }

  #list(length: number): void {
    for (let index = 0; this.#source[this.#at] !== CLOSE_BRACKET; index += 1) {
      this.#at += 1;
      this.#value(this.#append(length, `_1${index}`));
    }
    this.#at += 1;
  }

  /** Adds the name at `at` to what leads here; afterwards `at` is behind its colon. */
  #name(length: number): number {
    const source = this.#source;
    let column = this.#column;
    let end = length;
    if (length > 0) {
      if (end + MEMBER.length > column.length) column = this.#grow(end);
      column[end++] = MEMBER[0];
      column[end++] = MEMBER[1];
    }
    for (let at = this.#at + 1; ; at += 1) {
      const byte = source[at] ?? QUOTE;
      if (end + CODE_BYTES_MAX > column.length) column = this.#grow(end);
      if (STANDS[byte] === 1) {
        column[end] = byte;
        end += 1;
      } else if (byte === QUOTE) {
        this.#at = at + 2;
        return end === 0 ? this.#append(0, NO_CHARACTER) : end;
      } else {
        const code = byte === BACKSLASH ? undefined : CODES[byte];
        if (code === undefined) return this.#spelledName(length);
        end += code.copy(column, end);
      }
    }
  }

  /** As `#name`, for a name with escapes or beyond ASCII. */
  #spelledName(length: number): number {
    const name = encodeName(stringAt(this.#source, this.#at));
    this.#at = stringEnd(this.#source, this.#at) + 1;
    return this.#append(length, length === 0 ? name : `_0${name}`);
  }

  #value(length: number): void {
    const source = this.#source;
    const at = this.#at;
    const type = source[at + 2];
    if (source[at + 3] === QUOTE) {
      if (type === MAP) this.#nested(length, CLOSE_BRACE);
      else if (type === LIST && this.#lists === 'indexed') this.#nested(length, CLOSE_BRACKET);
      else if (type === LIST) this.#plain(length);
      else {
        this.#open(length);
        this.#at = this.#out.string(source, at + 5) + 1;
      }
    } else if (type === NUMBER && source[at + 3] !== STRING) {
      this.#open(length);
      this.#at = writeWord(source, at, this.#out);
    } else this.#plain(length);
  }

  #nested(length: number, close: number): void {
    this.#at += 5;
    if (this.#source[this.#at + 1] === close) {
      this.#open(length);
      this.#out.copy(close === CLOSE_BRACE ? EMPTY_MAP : EMPTY_LIST);
      this.#at += 2;
    } else if (close === CLOSE_BRACE) this.#map(length);
    else this.#list(length);
    this.#at += 1;
  }

  #plain(length: number): void {
    this.#open(length);
    this.#out.byte(QUOTE);
    this.#at = writePlainValue(this.#source, this.#at, this.#out);
    this.#out.byte(QUOTE);
  }

  #open(length: number): void {
    const column = this.#column;
    for (const { bytes, instead } of TAKEN[length] ?? NONE) {
      if (startsWith(column, 0, bytes)) {
        this.#out.name(instead, instead.length);
        return;
      }
    }
    this.#out.name(column, length);
  }

  #append(length: number, text: string): number {
    if (length + text.length > this.#column.length) this.#grow(length + text.length);
    return length + this.#column.write(text, length, 'latin1');
  }

  #grow(needed: number): Buffer {
    const larger = Buffer.allocUnsafe(2 * (needed + CODE_BYTES_MAX));
    this.#column.copy(larger);
    this.#column = larger;
    return larger;
  }
}
