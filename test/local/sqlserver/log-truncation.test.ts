import { chance } from '../../../local/chance';
import { createEngine } from '../../../local/sqlserver/create-engine';
import { memoryStorage } from '../../../local/storage/memory-storage';
import type { Storage } from '../../../local/storage/storage';
import { collect } from '../../support/collect-results';
import { fakeClock, type FakeClock } from '../../support/fake-clock';

const administrator = { user: 'admin', password: 'correct horse' };
const HOUR_MILLISECONDS = 3_600_000;
const ROWS = 300;
const STATEMENTS = 200;

function open(storage: Storage, clock: FakeClock) {
  const common = { clock, chance: chance('t'), storage, logName: 'sqlserver', administrator };
  return createEngine({ ...common, kind: 'sqlserver', extensions: [] });
}

async function updatedOften(storage: Storage, clock: FakeClock) {
  const engine = await open(storage, clock);
  const session = engine.login(administrator);
  await collect(session, 'CREATE DATABASE d');
  await collect(session, 'USE d CREATE TABLE t (id int PRIMARY KEY, v int)');
  const rows = Array.from({ length: ROWS }, (_, id) => `(${id}, 0)`).join();
  await collect(session, `INSERT t VALUES ${rows}`);
  const update = async () => {
    for (let at = 0; at < STATEMENTS; at += 1) await collect(session, 'UPDATE t SET v = v + 1');
  };
  await update();
  return { engine, session, update };
}

async function sizeOf(storage: Storage): Promise<number> {
  let bytes = 0;
  for await (const entry of storage.log('sqlserver').read()) bytes += entry.length;
  return bytes;
}

describe('the log of the stand-in', () => {
  it('forgets what is older than 72 hours while it runs, and keeps the rows and the rest', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock(0)];
    const { engine, session, update } = await updatedOften(storage, clock);
    const before = await sizeOf(storage);
    await clock.advance(73 * HOUR_MILLISECONDS);

    await update();
    await collect(session, 'INSERT t VALUES (1000, 0)');

    const { log } = engine.core.store.database('d');
    expect(log.transactionsAfter().length).toBeLessThan(STATEMENTS + 5);
    expect(await sizeOf(storage)).toBeLessThan(before * 1.2);
    const again = await open(storage, clock);
    const reader = again.login({ ...administrator, database: 'd' });
    const read = await collect(reader, 'SELECT COUNT(*), MIN(v), MAX(v) FROM t');
    expect(read.sets).toEqual([[[301, 0, 400]]]);
    expect(again.core.store.database('d').log.lastLsn).toBe(log.lastLsn);
  });

  it('tells a reader that stood longer what it missed, after a restart too', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock(0)];
    const { engine, update } = await updatedOften(storage, clock);
    const { log } = engine.core.store.database('d');
    const [first] = log.transactionsAfter();
    const scanned = log.lastLsn!;
    engine.core.store.logHolders.push(() => ({ letsGoThrough: scanned, misses: () => true }));
    await clock.advance(73 * HOUR_MILLISECONDS);

    await update();

    const again = (await open(storage, clock)).core.store.database('d').log;
    for (const each of [log, again]) {
      expect(each.isTruncatedAfter(first!.commitLsn)).toBe(true);
      expect(each.isTruncatedAfter(scanned)).toBe(false);
      expect(each.transactionsAfter(scanned)).toHaveLength(STATEMENTS);
    }
  });

  it('keeps what the capture job has not scanned, however old it is', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock(0)];
    const { engine, update } = await updatedOften(storage, clock);
    const { log } = engine.core.store.database('d');
    const unread = log.transactionsAfter().slice(20).length;
    const scanned = log.transactionsAfter()[19]?.commitLsn ?? 0n;
    engine.core.store.logHolders.push(() => ({ letsGoThrough: scanned, misses: () => true }));
    await clock.advance(73 * HOUR_MILLISECONDS);

    await update();

    expect(log.transactionsAfter(scanned)).toHaveLength(unread + STATEMENTS);
    const again = await open(storage, clock);
    expect(again.core.store.database('d').log.transactionsAfter(scanned).length).toBeGreaterThan(
      unread,
    );
  });
});
