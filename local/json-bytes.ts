import { viewBytes } from './view-bytes';

/** Between two long pieces, in bytes: room for it is kept, so that short pieces need not be counted. */
const SLACK_BYTES = 4096;
const COMMA = Buffer.from(',');
/** Of UTF-8, for a unit of UTF-16. */
const UNIT_BYTES_MAX = 3;

/**
 * JSON that is put together piece by piece, in memory of its own. As text it would be a rope, which is copied when
 * it is joined, and twice more on its way into another thread.
 */
export class JsonBytes {
  #memory: Buffer;
  #end = 0;

  /** More than the expected bytes may come, which costs a copy. */
  constructor(expectedBytes = 0) {
    this.#memory = Buffer.allocUnsafeSlow(expectedBytes + SLACK_BYTES);
  }

  text(piece: string): this {
    this.#makeRoom(UNIT_BYTES_MAX * piece.length);
    this.#end += this.#memory.write(piece, this.#end);
    return this;
  }

  base64(bytes: Uint8Array): this {
    const text = viewBytes(bytes).toString('base64');
    this.#makeRoom(text.length);
    this.#end += this.#memory.write(text, this.#end, 'latin1');
    return this;
  }

  /** What is JSON already. */
  bytes(piece: Uint8Array): this {
    this.#makeRoom(piece.length);
    this.#memory.set(piece, this.#end);
    this.#end += piece.length;
    return this;
  }

  /** Each item as `write` puts it, with commas between. */
  list<Item>(items: readonly Item[], write: (item: Item) => void): this {
    items.forEach((item, at) => {
      if (at > 0) this.bytes(COMMA);
      write(item);
    });
    return this;
  }

  /** All that was written so far, in the memory that it was written to. */
  written(): Uint8Array {
    return this.#memory.subarray(0, this.#end);
  }

  toString(): string {
    return this.#memory.toString('utf8', 0, this.#end);
  }

  #makeRoom(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    larger.set(this.written());
    this.#memory = larger;
  }
}
