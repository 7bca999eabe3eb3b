import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../local/clock';
import { foldingLog } from '../../../local/storage/folding-log';
import { memoryStorage } from '../../../local/storage/memory-storage';
import type { Log } from '../../../local/storage/storage';
import { ScratchStorages } from '../../support/scratch-storages';

const scratch = new ScratchStorages();

async function entriesOf(log: Log): Promise<string[]> {
  const entries: string[] = [];
  for await (const entry of log.read()) entries.push(Buffer.from(entry).toString());
  return entries;
}

/** The last value of each of `keys` keys counts. */
function lastOfEach(store: Log) {
  const last = new Map<string, string>();
  const living = () => [...last].map(([key, value]) => Buffer.from(`${key}=${value}`));
  const log = foldingLog(store, living);
  return {
    last,
    log,
    set: (key: string, value: string) => {
      last.set(key, value);
      return log.append(Buffer.from(`${key}=${value}`));
    },
  };
}

describe('a folding log', () => {
  it('holds what lives after ten thousand changes of three keys, and not much more', async () => {
    const store = memoryStorage().log('x');
    const { set } = lastOfEach(store);

    for (let at = 0; at < 10_000; at += 1) await set(`k${at % 3}`, String(at));

    const entries = await entriesOf(store);
    expect(entries.length).toBeLessThanOrEqual(1004);
    const read = new Map(entries.map((entry) => entry.split('=') as [string, string]));
    expect(Object.fromEntries(read)).toEqual({ k0: '9999', k1: '9997', k2: '9998' });
  });

  it('loses nothing that is appended on disk while it is rewritten', async () => {
    const storage = scratch.open({ clock: systemClock() });
    const { set } = lastOfEach(storage.log('x'));

    await Promise.all(Array.from({ length: 5000 }, (_, at) => set(`k${at % 700}`, String(at))));

    await storage.close();
    const again = scratch.open({ clock: systemClock() });
    const read = new Map(
      (await entriesOf(again.log('x'))).map((entry) => entry.split('=') as [string, string]),
    );
    expect([read.size, read.get('k0'), read.get('k99')]).toEqual([700, '4900', '4999']);
    expect((await stat(join(scratch.root, 'x.log'))).size).toBeLessThan(5000 * 12);
  });

  it('stands as it was where it cannot be rewritten', async () => {
    const store = memoryStorage().log('x');
    const full = () => Promise.reject(new Error('no room'));
    const { set } = lastOfEach({ ...store, rewrite: full });

    for (let at = 0; at < 1500; at += 1) await set('k', String(at));

    expect(await entriesOf(store)).toHaveLength(1500);
  });
});
