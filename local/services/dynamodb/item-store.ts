import { isDeepStrictEqual } from 'node:util';
import type { DynaliteStore, LevelOperation } from 'dynalite/db';

/** Attribute values as on the wire: binary ones in base64. */
export type Item = Record<string, Record<string, unknown>>;

/** One item written or deleted, old and new image; a write that changes nothing is none. */
export interface ItemChange {
  tableName: string;
  oldItem: Item | undefined;
  newItem: Item | undefined;
  /** Deleted because its time to live was over, not by a call. */
  byTimeToLive: boolean;
}

/** Called under the key's lock, before the write is acknowledged: changes of one key come in order. */
export type ItemListener = (change: ItemChange) => void | Promise<void>;

export interface ItemStore {
  onItemChange(listener: ItemListener): void;
  /** Names an item whose next deletion is the work of its time to live. */
  expire(tableName: string, key: string): void;
  /** Writes of `work` become visible in one step, or not at all when it throws. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  read(tableName: string, key: string): Promise<Item | undefined>;
}

const ITEM_KEY = /^item-([^~]+)~/;

/** Puts itself between dynalite and its level store. */
export function wrapItemStore(store: DynaliteStore): ItemStore {
  const { db } = store;
  const batch: (operations: LevelOperation[]) => Promise<void> = db.batch.bind(db);
  const get: (key: string) => Promise<unknown> = db.get.bind(db);
  const listeners: ItemListener[] = [];
  const expiring = new Set<string>();
  let buffered: LevelOperation[] | undefined;

  const commit = async (operations: LevelOperation[]) => {
    const changes = await Promise.all(operations.map((each) => changeOf(get, each, expiring)));
    await batch(operations);
    for (const change of changes) {
      if (change !== undefined) for (const listener of listeners) await listener(change);
    }
  };
  const write = (operations: LevelOperation[]) => {
    if (buffered === undefined) return commit(operations);
    buffered.push(...operations);
    return Promise.resolve();
  };
  intercept(store, write, batch);

  return {
    onItemChange: (listener) => {
      listeners.push(listener);
    },
    expire: (tableName, key) => {
      expiring.add(itemKey(tableName, key));
    },
    read: async (tableName, key) => (await get(itemKey(tableName, key))) as Item | undefined,
    atomically: async (work) => {
      buffered = [];
      try {
        const result = await work();
        const operations = buffered;
        buffered = undefined;
        if (operations.length > 0) await commit(operations);
        return result;
      } finally {
        buffered = undefined;
      }
    },
  };
}

type Done = (error?: Error | null) => void;

function intercept(
  store: DynaliteStore,
  write: (operations: LevelOperation[]) => Promise<void>,
  batch: (operations: LevelOperation[]) => Promise<void>,
): void {
  Object.assign(store.db, {
    put: (key: string, value: unknown, done?: Done) =>
      finish(write([{ type: 'put', key, value }]), done),
    del: (key: string, done?: Done) => finish(write([{ type: 'del', key }]), done),
    batch: (operations: LevelOperation[], done?: Done) =>
      finish(isTableRemoval(operations) ? batch(operations) : write(operations), done),
  });
}

/** Dropping a table empties its items in one batch of deletions, which are no changes. */
function isTableRemoval(operations: LevelOperation[]): boolean {
  return operations.every(({ type, key }) => type === 'del' && ITEM_KEY.test(key));
}

function finish(work: Promise<void>, done: Done | undefined): Promise<void> | undefined {
  if (done === undefined) return work;
  work.then(
    () => setImmediate(done, null),
    (error: unknown) => setImmediate(done, error as Error),
  );
  return undefined;
}

async function changeOf(
  get: (key: string) => Promise<unknown>,
  operation: LevelOperation,
  expiring: Set<string>,
): Promise<ItemChange | undefined> {
  const tableName = ITEM_KEY.exec(operation.key)?.[1];
  if (tableName === undefined) return undefined;
  const oldItem = (await get(operation.key)) as Item | undefined;
  const newItem = operation.type === 'put' ? (operation.value as Item) : undefined;
  const byTimeToLive = expiring.delete(operation.key) && newItem === undefined;
  if (isDeepStrictEqual(oldItem, newItem)) return undefined;
  return { tableName, oldItem, newItem, byTimeToLive };
}

function itemKey(tableName: string, key: string): string {
  return `item-${tableName}~${key}`;
}
