import type { SqlValue } from '../types/sql-type';

/** Never changed in place: an update stores another array. */
export type Row = readonly SqlValue[];

/** Rows by ascending id; ids are never used twice, so they are the order of insertion. */
export class RowStore {
  private readonly slots: (Row | undefined)[] = [];
  private live = 0;

  get count(): number {
    return this.live;
  }

  /** The id that the next inserted row should have. */
  get nextId(): number {
    return this.slots.length;
  }

  get(id: number): Row | undefined {
    return this.slots[id];
  }

  put(id: number, row: Row): void {
    while (this.slots.length < id) this.slots.push(undefined);
    if (this.slots[id] === undefined) this.live++;
    this.slots[id] = row;
  }

  remove(id: number): void {
    if (this.slots[id] === undefined) return;
    this.slots[id] = undefined;
    this.live--;
  }

  *entries(): Generator<[id: number, row: Row]> {
    for (let id = 0; id < this.slots.length; id++) {
      const row = this.slots[id];
      if (row !== undefined) yield [id, row];
    }
  }

  *rows(): Generator<Row> {
    for (const row of this.slots) if (row !== undefined) yield row;
  }

  /**
   * Ids from the first row for which `isAtLeast` holds, given that it holds for every later row as
   * well (rows inserted in order of what it compares). Deleted rows are stepped over.
   */
  firstId(isAtLeast: (row: Row) => boolean): number {
    let low = 0;
    let high = this.slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const live = this.liveAtOrAfter(middle, high);
      const row = this.slots[live];
      if (row !== undefined && live < high && !isAtLeast(row)) low = live + 1;
      else high = middle;
    }
    return this.liveAtOrAfter(low, this.slots.length);
  }

  /** Live rows with an id of at least `id`. */
  *rowsFrom(id: number): Generator<Row> {
    for (let at = id; at < this.slots.length; at++) {
      const row = this.slots[at];
      if (row !== undefined) yield row;
    }
  }

  private liveAtOrAfter(id: number, end: number): number {
    let at = id;
    while (at < end && this.slots[at] === undefined) at++;
    return at;
  }
}
