import type { ItemWrite } from './schedule';

/** DynamoDB's typed JSON. */
export type PlainItem = Record<string, { S: string } | { N: string }>;

export interface ItemStep {
  key: string;
  before: PlainItem | undefined;
  after: PlainItem | undefined;
}

const EXPIRES_SECONDS = 45;

/** The table as it should be, and every change that it ever had. */
export class ItemModel {
  readonly items = new Map<string, PlainItem>();
  readonly history: ItemStep[] = [];
  #serial = 100;

  /** What the write makes of its item. */
  plan(write: ItemWrite, nowMs: number): ItemStep {
    const { key } = write;
    const before = this.items.get(key);
    if (write.kind === 'delete') return { key, before, after: undefined };
    this.#serial += 1;
    const changed = { id: { S: key }, name: { S: `value ${this.#serial}` } };
    if (write.kind === 'update') return { key, before, after: { ...before, ...changed } };
    const expires = { N: String(Math.floor(nowMs / 1000) + EXPIRES_SECONDS) };
    return {
      key,
      before,
      after: write.expires === true ? { ...changed, expires } : changed,
    };
  }

  commit(step: ItemStep): void {
    const { key, before, after } = step;
    if (before === undefined && after === undefined) return;
    if (after === undefined) this.items.delete(key);
    else this.items.set(key, after);
    this.history.push(step);
  }

  /** Whether the item may have been deleted because its time is over. */
  mayHaveExpired(key: string, nowMs: number): boolean {
    const expires = this.items.get(key)?.['expires'];
    return expires !== undefined && 'N' in expires && Number(expires.N) * 1000 <= nowMs;
  }
}

export function sameItem(one: PlainItem | undefined, other: PlainItem | undefined): boolean {
  return textOf(one) === textOf(other);
}

/** With its attributes in order, so that equal items are equal text. */
export function textOf(item: PlainItem | undefined): string {
  if (item === undefined) return 'nothing';
  return JSON.stringify(
    Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
