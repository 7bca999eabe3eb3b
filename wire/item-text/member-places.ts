import { TwiceError } from './reading-error';
import { compareStrings, stringAt } from './json-bytes';

/** Above it insertion is slower than the engine's sort. */
const INSERTION_MAX = 24;

/** Where the members of a map, a set or a list stand in a buffer. */
export class MemberPlaces {
  starts: number[] = [];
  ends: number[] = [];

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  /**
   * Sorts members that begin with a string by it; true where they stood so already. A string that two
   * of them share is an error, since either reading would be a guess.
   */
  sort(bytes: Buffer): boolean {
    return this.starts.length > INSERTION_MAX ? this.#sortMany(bytes) : this.#sortFew(bytes);
  }

  #sortFew(bytes: Buffer): boolean {
    const { starts, ends } = this;
    let isSorted = true;
    for (let next = 1; next < starts.length; next += 1) {
      const start = starts[next] ?? 0;
      const end = ends[next] ?? 0;
      let place = next;
      for (; place > 0 && compare(bytes, starts[place - 1] ?? 0, start) > 0; place -= 1) {
        starts[place] = starts[place - 1] ?? 0;
        ends[place] = ends[place - 1] ?? 0;
      }
      starts[place] = start;
      ends[place] = end;
      isSorted &&= place === next;
    }
    return isSorted;
  }

  #sortMany(bytes: Buffer): boolean {
    const { starts, ends } = this;
    const order = starts.map((_, index) => index);
    order.sort((a, b) => compare(bytes, starts[a] ?? 0, starts[b] ?? 0));
    this.starts = order.map((index) => starts[index] ?? 0);
    this.ends = order.map((index) => ends[index] ?? 0);
    return order.every((index, place) => index === place);
  }
}

function compare(bytes: Buffer, left: number, right: number): number {
  const order = compareStrings(bytes, left, right);
  if (order === 0) throw new TwiceError(`has ${JSON.stringify(stringAt(bytes, left))} twice`);
  return order;
}
