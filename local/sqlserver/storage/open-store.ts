import type { Clock } from '../../clock';
import type { Log } from '../../storage/storage';
import type { RedoEntry } from './redo-encoding';
import { RedoWriter } from './redo-writer';
import { replayEntry } from './replay-entry';
import { Store } from './store';
import { LOG_TRUNCATED } from './transaction-log';

/** Replays the redo log; what it holds of each database is in the database's transaction log again. */
export async function openStore(log: Log, clock: Clock): Promise<Store> {
  const store = new Store(clock, new RedoWriter(log));
  for await (const entry of readRedo(log)) replayEntry(store, entry, { intoLog: true });
  for (const database of store.databases.values()) {
    const through = database.facts.get(LOG_TRUNCATED);
    if (typeof through === 'string') database.log.beginsAfter(BigInt(`0x${through}`));
  }
  return store;
}

export async function* readRedo(log: Log): AsyncGenerator<RedoEntry> {
  const decoder = new TextDecoder();
  for await (const group of log.read()) {
    for (const line of decoder.decode(group).split('\n')) yield JSON.parse(line) as RedoEntry;
  }
}
