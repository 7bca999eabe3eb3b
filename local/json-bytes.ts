import { viewBytes } from './view-bytes';

/** Between two long pieces, in bytes: room for it is kept, so that short pieces need not be counted. */
const SLACK_BYTES = 4096;
/** Of UTF-8, for a unit of UTF-16. */
const UNIT_BYTES_MAX = 3;

/**
 * JSON that is put together piece by piece, in memory of its own. As text it would be a rope, which is copied when
 * it is joined, and twice more on its way into another thread.
 */
export class JsonBytes {
  #memory: Buffer;
  #end = 0;
  /** Short pieces wait for the next long one: each way into the memory costs as much as some fifty bytes. */
  #waiting = '';

  /** More than the expected bytes may come, which costs a copy. */
  constructor(expectedBytes = 0) {
    this.#memory = Buffer.allocUnsafeSlow(expectedBytes + SLACK_BYTES);
  }

  text(piece: string): this {
    this.#waiting += piece;
    return this;
  }

  base64(bytes: Uint8Array): this {
    const text = viewBytes(bytes).toString('base64');
    this.#writeWaiting();
    this.#makeRoom(text.length);
    this.#end += this.#memory.write(text, this.#end, 'latin1');
    return this;
  }

  /** What is JSON already. */
  bytes(piece: Uint8Array): this {
    this.#writeWaiting();
    this.#makeRoom(piece.length);
    this.#memory.set(piece, this.#end);
    this.#end += piece.length;
    return this;
  }

  /** Each item as `write` puts it, with commas between. */
  list<Item>(items: readonly Item[], write: (item: Item) => void): this {
    items.forEach((item, at) => {
      if (at > 0) this.text(',');
      write(item);
    });
    return this;
  }

  /** All that was written so far, in the memory that it was written to. */
  written(): Uint8Array {
    this.#writeWaiting();
    return this.#memory.subarray(0, this.#end);
  }

  toString(): string {
    return viewBytes(this.written()).toString();
  }

  #writeWaiting(): void {
    const fits = this.#end + UNIT_BYTES_MAX * this.#waiting.length <= this.#memory.length;
    if (!fits) this.#makeRoom(Buffer.byteLength(this.#waiting));
    this.#end += this.#memory.write(this.#waiting, this.#end);
    this.#waiting = '';
  }

  #makeRoom(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    larger.set(this.#memory.subarray(0, this.#end));
    this.#memory = larger;
  }
}
