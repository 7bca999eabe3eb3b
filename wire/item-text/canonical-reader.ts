import { isCanonicalDecimal } from '../canonical-decimal';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  sameBytes,
  startsWith,
  stringAt,
  stringEnd,
} from './json-bytes';
import { expected, ReadingError } from './reading-error';
import { MemberPlaces } from './member-places';
import { binaryText, numberText } from './scalar-text';
import type { BinaryEncodings } from './scalar-text';
import { BINARY, LIST, MAP, NUMBER, STRING } from './type-letters';

/** DynamoDB nests 32 deep; far deeper text would only overflow the stack. */
const DEPTH_MAX = 64;

/** Stands behind the text, and nowhere in JSON. */
const END = 0;

const WORDS = ['{"BOOL":true}', '{"BOOL":false}', '{"NULL":true}'].map((word) => Buffer.from(word));

/** Where an item's canonical text stands in a reader's buffer, until that reads another text. */
export interface ReadItem {
  from: number;
  to: number;
  /** Its attributes, each in canonical form; they may stand elsewhere in the buffer. */
  attributes: MemberPlaces;
}

/**
 * Reads items in DynamoDB JSON out of text that is as `JSON.stringify` writes it, and gives them in
 * canonical form. What has that form is taken as it stands in the text, what has not is written behind
 * the text in the same buffer: one pass over the bytes, in which no value becomes an object.
 */
export class CanonicalReader {
  at = 0;
  bytes: Buffer = Buffer.allocUnsafe(4096);
  readonly #encodings: BinaryEncodings;
  /** What is written goes here; what was written last begins at `#written`. */
  #free = 0;
  #written = 0;
  #attributes = new MemberPlaces();

  constructor(encodings: BinaryEncodings) {
    this.#encodings = encodings;
  }

  /** Begins another text, in the buffer of the one before: to allocate costs more than to read. */
  read(text: Uint8Array): void {
    this.at = 0;
    this.#free = 0;
    this.#reserve(text.length + 1);
    this.bytes.set(text);
    this.bytes[text.length] = END;
    this.#free = text.length + 1;
  }

  text({ from, to }: ReadItem): string {
    return this.bytes.toString('utf8', from, to);
  }

  /** The item that opens at `at`; afterwards `at` is behind it. */
  item(): ReadItem {
    const start = this.at;
    const stands = this.#members(MAP, start, 0);
    return {
      from: stands ? start : this.#written,
      to: stands ? this.at : this.#free,
      attributes: this.#attributes,
    };
  }

  /** Whether each attribute of `part` is one of `item`. */
  holds(item: ReadItem, part: ReadItem): boolean {
    const { starts, ends } = item.attributes;
    return part.attributes.starts.every((from, index) => {
      const length = (part.attributes.ends[index] ?? 0) - from;
      return starts.some(
        (start, place) =>
          (ends[place] ?? 0) - start === length && sameBytes(this.bytes, [from, start], length),
      );
    });
  }

  take(byte: number): void {
    if (this.bytes[this.at] !== byte) {
      throw expected(String.fromCharCode(byte), this.at);
    }
    this.at += 1;
  }

  /** Behind a member: true where a comma says that one more comes, false where `close` ends them. */
  goesOn(close: number): boolean {
    const byte = this.bytes[this.at];
    this.at += 1;
    if (byte === COMMA) return true;
    if (byte === close) return false;
    throw expected(`, or ${String.fromCharCode(close)}`, this.at - 1);
  }

  /**
   * The members of a map, a list, or a set of `type`. True where they stand in canonical form; if not,
   * they were written anew, behind a copy of all from `start` on.
   */
  #members(type: number, start: number, depth: number): boolean {
    const close = type === MAP ? CLOSE_BRACE : CLOSE_BRACKET;
    this.take(type === MAP ? OPEN_BRACE : OPEN_BRACKET);
    const opened = this.at;
    const places = new MemberPlaces();
    let stands = true;
    if (this.bytes[opened] === close) this.at += 1;
    else {
      do {
        const from = this.at;
        const memberStands = this.#member(type, places.starts.length, depth);
        if (memberStands) places.add(from, this.at);
        else places.add(this.#written, this.#free);
        stands &&= memberStands;
      } while (this.goesOn(close));
    }
    if (type !== LIST) stands = places.sort(this.bytes) && stands;
    this.#attributes = places;
    if (!stands) this.#gather(places, [start, opened], close);
    return stands;
  }

  #member(type: number, index: number, depth: number): boolean {
    const start = this.at;
    if (type === MAP) {
      this.at = stringEnd(this.bytes, start);
      this.take(COLON);
    } else if (type !== LIST) return this.#scalar(type, start);
    try {
      return this.#value(start, depth + 1);
    } catch (error) {
      if (error instanceof ReadingError) {
        error.path.unshift(type === MAP ? stringAt(this.bytes, start) : index);
      }
      throw error;
    }
  }

  #value(start: number, depth: number): boolean {
    const { bytes, at } = this;
    const type = bytes[at + 2] ?? 0;
    if (bytes[at] !== OPEN_BRACE || bytes[at + 1] !== QUOTE) throw noValue();
    if (depth > DEPTH_MAX) throw new ReadingError(`is nested deeper than ${DEPTH_MAX}`);
    const isSet = bytes[at + 3] === STRING && bytes[at + 4] === QUOTE;
    if (!isSet && bytes[at + 3] !== QUOTE) return this.#word();
    this.at = at + (isSet ? 5 : 4);
    this.take(COLON);
    const stands = isSet ? this.#set(type, start) : this.#content(type, start, depth);
    this.take(CLOSE_BRACE);
    if (!stands) this.#append(CLOSE_BRACE);
    return stands;
  }

  #word(): boolean {
    const word = WORDS.find((known) => startsWith(this.bytes, this.at, known));
    if (word === undefined) throw noValue();
    this.at += word.length;
    return true;
  }

  #content(type: number, start: number, depth: number): boolean {
    return type === MAP || type === LIST
      ? this.#members(type, start, depth)
      : this.#scalar(type, start);
  }

  #set(type: number, start: number): boolean {
    if (type !== STRING && type !== NUMBER && type !== BINARY) throw noValue();
    return this.#members(type, start, 0);
  }

  #scalar(type: number, start: number): boolean {
    const from = this.at;
    const end = stringEnd(this.bytes, from);
    this.at = end;
    if (type === STRING) return true;
    if (type === NUMBER) {
      if (isCanonicalDecimal(this.bytes, from + 1, end - 1)) return true;
      return this.#rewrite(start, from, numberText(stringAt(this.bytes, from)));
    }
    if (type !== BINARY) throw noValue();
    const text = binaryText(stringAt(this.bytes, from), this.#encodings);
    return this.#encodings === 1 || this.#rewrite(start, from, text);
  }

  /** A member whose value, from `valueAt` on, is `text` instead. */
  #rewrite(start: number, valueAt: number, text: string): false {
    this.#reserve(valueAt - start + text.length + 2);
    const from = this.#free;
    this.bytes.copyWithin(from, start, valueAt);
    this.#free = from + valueAt - start;
    this.#free += this.bytes.write(`"${text}"`, this.#free, 'latin1');
    this.#written = from;
    return false;
  }

  /** The members in their order, between what opens them, from `start` to `opened`, and `close`. */
  #gather(places: MemberPlaces, [start, opened]: [number, number], close: number): void {
    const { starts, ends } = places;
    let count = opened - start + starts.length + 1;
    for (let index = 0; index < starts.length; index += 1) {
      count += (ends[index] ?? 0) - (starts[index] ?? 0);
    }
    this.#reserve(count);
    const { bytes } = this;
    let free = this.#free;
    this.#written = free;
    bytes.copyWithin(free, start, opened);
    free += opened - start;
    for (let index = 0; index < starts.length; index += 1) {
      if (index > 0) bytes[free++] = COMMA;
      const from = starts[index] ?? 0;
      const to = ends[index] ?? 0;
      bytes.copyWithin(free, from, to);
      free += to - from;
    }
    bytes[free] = close;
    this.#free = free + 1;
  }

  #append(byte: number): void {
    this.#reserve(1);
    this.bytes[this.#free] = byte;
    this.#free += 1;
  }

  #reserve(count: number): void {
    const needed = this.#free + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * needed);
    this.bytes.copy(larger, 0, 0, this.#free);
    this.bytes = larger;
  }
}

function noValue(): ReadingError {
  return new ReadingError('is none of the ten types of DynamoDB');
}
