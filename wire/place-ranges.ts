import { RowChecksum } from './row-checksum';

/**
 * Ranges of keys that source and lake cut alike: a key's place is the SHA-256, in hex, of its canonical
 * values, and a range holds the places that begin with its prefix. So any type, any collation and any number of key
 * columns have one order on both sides, and ranges fill evenly.
 */
export interface PlaceCut {
  /** Hex digits of a range's prefix. */
  digits: number;
  /** Prefixes, all of one length, that a place must begin with; empty: every place. */
  within: readonly string[];
}

/** Count and checksum of the rows of a range. */
export interface RangeChecksum {
  prefix: string;
  rows: number;
  checksum: string;
}

/** Ranges that one cut may have: what an answer of the database runner, or the CLI, holds at once. */
export const RANGES_MAX = 16_384;

/** Sums rows into the ranges of a cut; memory grows with the ranges, never with the rows. */
export class RangeSums {
  readonly #sums = new Map<string, RowChecksum>();
  readonly #within: ReadonlySet<string>;
  readonly #withinDigits: number;
  readonly #digits: number;

  constructor({ digits, within }: PlaceCut) {
    this.#digits = digits;
    this.#within = new Set(within);
    this.#withinDigits = within[0]?.length ?? 0;
  }

  /** Leaves out what lies outside the cut. */
  add(place: string, rowHash: string): void {
    if (!isWithin(this.#within, this.#withinDigits, place)) return;
    this.#sum(place.slice(0, this.#digits)).add(rowHash);
  }

  merge(ranges: readonly RangeChecksum[]): void {
    for (const range of ranges) this.#sum(range.prefix).merge(range);
  }

  result(): RangeChecksum[] {
    return [...this.#sums].map(([prefix, sum]) => ({ prefix, ...sum.result() }));
  }

  #sum(prefix: string): RowChecksum {
    let sum = this.#sums.get(prefix);
    if (sum === undefined) this.#sums.set(prefix, (sum = new RowChecksum()));
    return sum;
  }
}

/** Whether a place lies in one of the ranges. */
export function isWithin(within: ReadonlySet<string>, digits: number, place: string): boolean {
  return within.size === 0 || within.has(place.slice(0, digits));
}
