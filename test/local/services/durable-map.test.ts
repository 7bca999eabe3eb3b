import { durableMap } from '../../../local/services/durable-map';
import { memoryStorage } from '../../../local/storage/memory-storage';
import type { Log } from '../../../local/storage/storage';

/** A log that takes no more once it is told so. */
function stoppable() {
  const store = memoryStorage().log('x');
  const state = { isFull: false };
  const log: Log = {
    ...store,
    append: (entry) => (state.isFull ? Promise.reject(new Error('no room')) : store.append(entry)),
  };
  return { log, state, store };
}

describe('a durable map', () => {
  it('shows what a restart would find, where a write has failed', async () => {
    const { log, state, store } = stoppable();
    const map = durableMap<number>(log);
    await map.loaded();
    await map.set('kept', 1);
    state.isFull = true;

    await expect(map.set('kept', 2)).rejects.toThrow('no room');
    await expect(map.set('new', 3)).rejects.toThrow('no room');
    await expect(map.delete('kept')).rejects.toThrow('no room');

    const again = durableMap<number>(store);
    await again.loaded();
    expect(map.entries()).toEqual([['kept', 1]]);
    expect(again.entries()).toEqual([['kept', 1]]);
  });

  it('keeps its log short while it runs', async () => {
    const { log, store } = stoppable();
    const map = durableMap<number>(log);
    await map.loaded();

    for (let at = 0; at < 5000; at += 1) await map.set('one', at);

    let entries = 0;
    for await (const entry of store.read()) entries += entry.length > 0 ? 1 : 0;
    expect(entries).toBeLessThanOrEqual(1002);
    const again = durableMap<number>(store);
    await again.loaded();
    expect(again.get('one')).toBe(4999);
  });
});
