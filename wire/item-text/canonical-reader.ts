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
import { MemberStack } from './member-stack';
import type { Place } from './place';
import { binaryText, numberText } from './scalar-text';
import type { BinaryEncodings } from './scalar-text';
import { BINARY, LIST, MAP, NUMBER, STRING } from './type-letters';

/** DynamoDB nests 32 deep; far deeper text would only overflow the stack. */
const DEPTH_MAX = 64;

/** Stands behind the text, and nowhere in JSON. */
const END = 0;

const WORDS = ['{"BOOL":true}', '{"BOOL":false}', '{"NULL":true}'].map((word) => Buffer.from(word));

/** Where an item's canonical text stands. */
export interface ReadItem extends Place {
  /** Of the reader's members, the first that is an attribute of it, and how many are. */
  first: number;
  count: number;
}

const NO_ITEM: ReadItem = { from: 0, to: 0, first: 0, count: 0 };

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
  readonly #members = new MemberStack();
  /** The item that was read last of this text. */
  #last = NO_ITEM;

  constructor(encodings: BinaryEncodings) {
    this.#encodings = encodings;
  }

  /** Begins another text, in the buffer of the one before: to allocate costs more than to read. */
  read(text: Uint8Array): void {
    this.at = 0;
    this.#free = 0;
    this.#members.size = 0;
    this.#last = NO_ITEM;
    this.#reserve(text.length + 1);
    this.bytes.set(text);
    this.bytes[text.length] = END;
    this.#free = text.length + 1;
  }

  text({ from, to }: Place): string {
    return this.bytes.toString('utf8', from, to);
  }

  /**
   * The item that opens at `at`; afterwards `at` is behind it. An attribute that repeats one of the item
   * before, as most of an old image repeat the new one, is not read again.
   */
  item(): ReadItem {
    const start = this.at;
    const first = this.#members.size;
    const stands = this.#container(MAP, start, 0);
    this.#last = {
      from: stands ? start : this.#written,
      to: stands ? this.at : this.#free,
      first,
      count: this.#members.size - first,
    };
    return this.#last;
  }

  /** Whether each attribute of `part` is one of `item`. */
  holds(item: ReadItem, part: ReadItem): boolean {
    for (let index = 0; index < part.count; index += 1) {
      if (!this.#holdsOne(item, part.first + index)) return false;
    }
    return true;
  }

  #holdsOne({ first, count }: ReadItem, attribute: number): boolean {
    const members = this.#members;
    const from = members.start(attribute);
    const length = members.end(attribute) - from;
    for (let member = first; member < first + count; member += 1) {
      const start = members.start(member);
      if (members.end(member) - start !== length) continue;
      if (sameBytes(this.bytes, [from, start], length)) return true;
    }
    return false;
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
   * A map, a list, or a set of `type`. True where it stands in canonical form; if not, it was written
   * anew, behind a copy of all from `start` on. The members of an item stay on the stack.
   */
  #container(type: number, start: number, depth: number): boolean {
    const close = type === MAP ? CLOSE_BRACE : CLOSE_BRACKET;
    this.take(type === MAP ? OPEN_BRACE : OPEN_BRACKET);
    const opened = this.at;
    const base = this.#members.size;
    let stands = true;
    if (this.bytes[opened] === close) this.at += 1;
    else {
      do {
        const index = this.#members.size - base;
        const known = depth === 0 ? this.#repeated(index) : undefined;
        stands = (known ?? this.#newMember(type, index, depth)) && stands;
      } while (this.goesOn(close));
    }
    if (type !== LIST) stands = this.#members.sort(base, this.bytes) && stands;
    if (!stands) this.#gather(base, [start, opened], close);
    if (depth > 0) this.#members.size = base;
    return stands;
  }

  #newMember(type: number, index: number, depth: number): boolean {
    const read = this.at;
    const stands = this.#member(type, index, depth);
    if (stands) this.#members.push(read, this.at, read);
    else this.#members.push(this.#written, this.#free, read);
    return stands;
  }

  /**
   * The attribute at `at`, where it is that of the last item at the same place: true or false as in
   * `#container`, undefined where it is not.
   */
  #repeated(index: number): boolean | undefined {
    const members = this.#members;
    if (index >= this.#last.count - 1) return undefined;
    const known = this.#last.first + index;
    const read = this.at;
    const length = members.repeated(known, this.bytes, read);
    if (length === 0) return undefined;
    this.at = read + length;
    const stands = members.stands(known);
    if (stands) members.push(read, this.at, read);
    else members.push(members.start(known), members.end(known), read);
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
      ? this.#container(type, start, depth)
      : this.#scalar(type, start);
  }

  #set(type: number, start: number): boolean {
    if (type !== STRING && type !== NUMBER && type !== BINARY) throw noValue();
    return this.#container(type, start, 1);
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

  /** The members from `base` on in their order, between what opens them, from `start` to `opened`, and `close`. */
  #gather(base: number, [start, opened]: readonly [number, number], close: number): void {
    const members = this.#members;
    let count = opened - start + members.size - base + 1;
    for (let member = base; member < members.size; member += 1) {
      count += members.end(member) - members.start(member);
    }
    this.#reserve(count);
    const { bytes } = this;
    let free = this.#free;
    this.#written = free;
    bytes.copyWithin(free, start, opened);
    free += opened - start;
    for (let place = base; place < members.size; place += 1) {
      if (place > base) bytes[free++] = COMMA;
      const member = members.at(place);
      const from = members.start(member);
      const to = members.end(member);
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
