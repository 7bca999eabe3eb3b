import { comparisonKey } from '../types/comparison-key';
import type { SqlType } from '../types/sql-type';
import type { Row } from './row-store';

/** Finds rows by the values of some columns, as SQL Server compares them (NULL equals NULL). */
export class KeyIndex {
  private readonly ids = new Map<string, number | Set<number>>();
  readonly positions: readonly number[];
  private readonly types: readonly SqlType[];

  constructor(positions: readonly number[], types: readonly SqlType[]) {
    this.positions = positions;
    this.types = types;
  }

  keyOf(row: Row): string {
    if (this.positions.length === 1) return this.part(row, 0);
    return this.positions.map((_, part) => this.part(row, part)).join('\u0000');
  }

  find(key: string): number[] {
    const found = this.ids.get(key);
    if (found === undefined) return [];
    return typeof found === 'number' ? [found] : [...found].sort((a, b) => a - b);
  }

  has(key: string): boolean {
    return this.ids.has(key);
  }

  add(row: Row, id: number): void {
    const key = this.keyOf(row);
    const found = this.ids.get(key);
    if (found === undefined) this.ids.set(key, id);
    else if (typeof found === 'number') this.ids.set(key, new Set([found, id]));
    else found.add(id);
  }

  remove(row: Row, id: number): void {
    const key = this.keyOf(row);
    const found = this.ids.get(key);
    if (found === id) this.ids.delete(key);
    else if (typeof found === 'object') {
      found.delete(id);
      if (found.size === 0) this.ids.delete(key);
    }
  }

  private part(row: Row, part: number): string {
    const position = this.positions[part] ?? 0;
    const type = this.types[part];
    return type === undefined ? '' : comparisonKey(row[position] ?? null, type);
  }
}
