import { compareStrings, sameBytes, stringAt } from './json-bytes';
import { TwiceError } from './reading-error';

/** Above it insertion is slower than the engine's sort. */
const INSERTION_MAX = 24;

/**
 * Where members stand in a buffer. Those of a map, a list or a set lie above those of what holds it and
 * go when it has been read, so that none needs lists of its own. Members are numbered from the ground.
 */
export class MemberStack {
  size = 0;
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  #reads = new Int32Array(256);
  /** Which member comes at a place. */
  #order = new Int32Array(256);

  /** A member that was read at `read`, and whose canonical text is from `start` to `end`. */
  push(start: number, end: number, read: number): void {
    if (this.size === this.#order.length) this.#grow();
    this.#starts[this.size] = start;
    this.#ends[this.size] = end;
    this.#reads[this.size] = read;
    this.#order[this.size] = this.size;
    this.size += 1;
  }

  start(member: number): number {
    return this.#starts[member] ?? 0;
  }

  end(member: number): number {
    return this.#ends[member] ?? 0;
  }

  at(place: number): number {
    return this.#order[place] ?? 0;
  }

  /** Whether the text of a member is canonical as it was read. */
  stands(member: number): boolean {
    return this.#starts[member] === this.#reads[member];
  }

  /** How long the text of a member was, up to the next one of its map; 0 where it is not at `at` too. */
  repeated(member: number, bytes: Buffer, at: number): number {
    const read = this.#reads[member] ?? 0;
    const length = (this.#reads[member + 1] ?? 0) - read - 1;
    return length > 0 && sameBytes(bytes, [read, at], length) ? length : 0;
  }

  /**
   * Sorts the members from `base` on, which begin with a string, by it; true where nothing moved. A
   * string that two of them share is an error, since either reading would be a guess.
   */
  sort(base: number, bytes: Buffer): boolean {
    if (this.size - base > INSERTION_MAX) return this.#sortMany(base, bytes);
    const order = this.#order;
    let isSorted = true;
    for (let next = base + 1; next < this.size; next += 1) {
      let place = next;
      for (; place > base && this.#compare(bytes, order[place - 1] ?? 0, next) > 0; place -= 1) {
        order[place] = order[place - 1] ?? 0;
      }
      order[place] = next;
      isSorted &&= place === next;
    }
    return isSorted;
  }

  #sortMany(base: number, bytes: Buffer): boolean {
    const order = this.#order.subarray(base, this.size);
    order.sort((a, b) => this.#compare(bytes, a, b));
    return order.every((member, place) => member === base + place);
  }

  #compare(bytes: Buffer, a: number, b: number): number {
    const left = this.start(a);
    const order = compareStrings(bytes, left, this.start(b));
    if (order === 0) throw new TwiceError(`has ${JSON.stringify(stringAt(bytes, left))} twice`);
    return order;
  }

  #grow(): void {
    const larger = (numbers: Int32Array) => {
      const copy = new Int32Array(2 * numbers.length);
      copy.set(numbers);
      return copy;
    };
    this.#starts = larger(this.#starts);
    this.#ends = larger(this.#ends);
    this.#reads = larger(this.#reads);
    this.#order = larger(this.#order);
  }
}
