import type { DynaliteStore, LevelOperation } from 'dynalite/db';
import type { Item } from '../../../wire/attribute-value';
import type { ChangeLog } from './change-log';
import { closeIterators } from './close-iterators';
import { groupWriter } from './group-writer';
import { guardBatch } from './guard-batch';
import { sameItem } from './same-item';

/** One item written or deleted, old and new image; a write that changes nothing is none. */
export interface ItemChange {
  tableName: string;
  /** dynalite's text of the key, within the table. */
  key: string;
  oldItem: Item | undefined;
  newItem: Item | undefined;
  /** Deleted because its time to live was over, not by a call. */
  byTimeToLive: boolean;
}

export interface ItemStore {
  /** Calls back for each table that has new changes in its log; a hint that may be lost in a crash. */
  onChanges(listener: (tableName: string) => void): void;
  /** Names an item whose next deletion is the work of its time to live. */
  expire(tableName: string, key: string): void;
  /** Writes of `work` become visible in one step, or not at all when it throws. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  read(tableName: string, key: string): Promise<Item | undefined>;
  /** Writes what belongs to no item, also while a transaction holds its own writes back. */
  writeBeside(operations: LevelOperation[]): Promise<void>;
  /** The items as they are now, also while others write. */
  snapshot(tableName: string): AsyncIterable<{ key: string; item: Item }>;
}

export interface ItemStoreOptions {
  log: ChangeLog;
  /** Whether the table's changes are kept; switched only while nothing is written. */
  isLogged: (tableName: string) => boolean | Promise<boolean>;
  /** Throws while there is no room to write. */
  requireRoom: () => Promise<void>;
}

interface Write {
  operations: LevelOperation[];
  changes: ItemChange[];
}

const ITEM_KEY = /^item-([^~]+)~(.*)$/s;

/** Puts itself between dynalite and its level store. */
export function wrapItemStore(store: DynaliteStore, options: ItemStoreOptions): ItemStore {
  const { db } = store;
  closeIterators(db);
  const batch = guardBatch(db.batch.bind(db), options.requireRoom);
  const get: (key: string) => Promise<unknown> = db.get.bind(db);
  const listeners: ((tableName: string) => void)[] = [];
  const expiring = new Set<string>();
  let buffered: LevelOperation[] | undefined;

  const writeGroup = groupWriter<Write>(async (group) => {
    const changes = group.flatMap((write) => write.changes);
    const entries = await options.log.appending(changes);
    await batch([...group.flatMap(({ operations }) => operations), ...entries]);
    for (const tableName of new Set(changes.map((change) => change.tableName))) {
      for (const listener of listeners) listener(tableName);
    }
  });
  const changeOf = async (operation: LevelOperation): Promise<ItemChange | undefined> => {
    const [, tableName, key] = ITEM_KEY.exec(operation.key) ?? [];
    if (tableName === undefined || key === undefined) return undefined;
    const newItem = operation.type === 'put' ? (operation.value as Item) : undefined;
    const byTimeToLive = expiring.delete(operation.key) && newItem === undefined;
    if (!(await options.isLogged(tableName))) return undefined;
    const oldItem = (await get(operation.key)) as Item | undefined;
    if (sameItem(oldItem, newItem)) return undefined;
    return { tableName, key, oldItem, newItem, byTimeToLive };
  };
  const commit = async (operations: LevelOperation[]) => {
    const changes = await Promise.all(operations.map(changeOf));
    await writeGroup({ operations, changes: changes.filter((each) => each !== undefined) });
  };
  const write = (operations: LevelOperation[]) => {
    if (buffered === undefined) return commit(operations);
    buffered.push(...operations);
    return Promise.resolve();
  };
  intercept(store, write, batch);

  return {
    onChanges: (listener) => {
      listeners.push(listener);
    },
    expire: (tableName, key) => {
      expiring.add(itemKey(tableName, key));
    },
    read: async (tableName, key) => (await get(itemKey(tableName, key))) as Item | undefined,
    writeBeside: (operations) => batch(operations),
    snapshot: (tableName) => snapshotOf(store, tableName),
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

/** The iterator holds on to the state in which it is made: before this returns. Keys begin with hex digits. */
function snapshotOf(
  { db }: DynaliteStore,
  tableName: string,
): AsyncIterable<{ key: string; item: Item }> {
  const first = itemKey(tableName, '');
  const entries = db.iterator({ gte: first, lt: `${first}~` });
  return {
    async *[Symbol.asyncIterator]() {
      for await (const [key, item] of entries) {
        yield { key: key.slice(first.length), item: item as Item };
      }
    },
  };
}

function itemKey(tableName: string, key: string): string {
  return `item-${tableName}~${key}`;
}
