import type { LevelOperation, LevelStore } from 'dynalite/db';
import type { DurableState } from './durable-state';
import type { Life } from './life';
import { digestOf, type Trace } from './trace';

/**
 * Has the level store of an account's items begin as the life before left it, and keeps what is written to
 * it for the next one: each batch whole, or not at all.
 */
export function keepItems(
  store: LevelStore,
  account: string,
  { state, life, trace }: { state: DurableState; life: Life; trace: Trace },
): void {
  const kept = state.items.get(account) ?? new Map<string, unknown>();
  state.items.set(account, kept);
  const { open, batch, clear } = {
    open: store.open.bind(store),
    batch: store.batch.bind<(operations: LevelOperation[]) => Promise<void>>(store),
    clear: store.clear.bind(store),
  };
  Object.assign(store, {
    open: async () => {
      await open();
      await batch([...kept].map(([key, value]) => ({ type: 'put', key, value })));
    },
    batch: async (operations: LevelOperation[]) => {
      await life.write(() => {
        for (const { type, key, value } of operations) {
          if (type === 'put') kept.set(key, structuredClone(value));
          else kept.delete(key);
        }
        const names = operations.map(({ type, key }) => `${type} ${key}`);
        trace.note(`items ${account} ${digestOf(names)}`);
      });
      await batch(operations);
      life.clock.touch();
    },
    clear: async (range: Parameters<LevelStore['clear']>[0]) => {
      await life.write(() => {
        for (const key of kept.keys()) if (isWithin(key, range)) kept.delete(key);
      });
      await clear(range);
    },
  });
}

function isWithin(key: string, { gt, gte, lt, lte }: Parameters<LevelStore['clear']>[0]): boolean {
  return (
    (gt === undefined || key > gt) &&
    (gte === undefined || key >= gte) &&
    (lt === undefined || key < lt) &&
    (lte === undefined || key <= lte)
  );
}
