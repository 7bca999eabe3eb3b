import { BACKSLASH, COLON, COMMA, QUOTE } from './json-bytes';

/** More was written than the writer may hold. */
export class BytesExceededError extends Error {}

/** JSON text in UTF-8 that grows at its end, mostly by bytes that are such text already. */
export class ByteWriter {
  #bytes: Buffer = Buffer.allocUnsafe(4096);
  #length = 0;
  readonly #bytesMax: number;

  constructor(bytesMax = Infinity) {
    this.#bytesMax = bytesMax;
  }

  /** Begins anew in the same buffer: to allocate costs more than to write. */
  clear(): void {
    this.#length = 0;
  }

  /** All since `clear`; it stands until then. Throws where that is more than the writer may hold. */
  written(): Buffer {
    this.#check();
    return this.#bytes.subarray(0, this.#length);
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  copy(source: Uint8Array, from = 0, to = source.length): void {
    this.#reserve(to - from);
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at += 1) bytes[length++] = source[at] ?? 0;
    this.#length = length;
  }

  /** As `copy`, of what becomes part of a JSON string. */
  escape(source: Uint8Array, from: number, to: number): void {
    this.#reserve(2 * (to - from));
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at += 1) {
      const byte = source[at] ?? 0;
      if (byte === QUOTE || byte === BACKSLASH) bytes[length++] = BACKSLASH;
      bytes[length++] = byte;
    }
    this.#length = length;
  }

  /** Copies the JSON string that opens at `from`, and gives the offset behind it. */
  string(source: Uint8Array, from: number): number {
    let at = from;
    let bytes = this.#bytes;
    let length = this.#length;
    for (let byte = QUOTE; byte !== QUOTE || at <= from + 1;) {
      if (length + 2 > bytes.length) {
        this.#length = length;
        this.#reserve(2);
        bytes = this.#bytes;
      }
      byte = source[at++] ?? QUOTE;
      bytes[length++] = byte;
      if (byte === BACKSLASH) bytes[length++] = source[at++] ?? 0;
    }
    this.#length = length;
    return at;
  }

  /** The first `count` bytes of `name` as that of an object's further member. */
  name(name: Uint8Array, count: number): void {
    this.#reserve(count + 4);
    const bytes = this.#bytes;
    let length = this.#length;
    bytes[length++] = COMMA;
    bytes[length++] = QUOTE;
    for (let at = 0; at < count; at += 1) bytes[length++] = name[at] ?? 0;
    bytes[length++] = QUOTE;
    bytes[length++] = COLON;
    this.#length = length;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    this.#check();
    const larger = Buffer.allocUnsafe(2 * needed);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #check(): void {
    if (this.#length <= this.#bytesMax) return;
    throw new BytesExceededError(`Expected at most ${this.#bytesMax} bytes of text`);
  }
}
