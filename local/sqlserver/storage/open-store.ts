import type { Clock } from '../../clock';
import type { Log } from '../../storage/storage';
import type { RedoEntry } from './redo-encoding';
import { RedoWriter } from './redo-writer';
import { replayEntry } from './replay-entry';
import { snapshotEntries } from './snapshot-entries';
import { Store } from './store';

/** Transactions younger than this stay readable in the transaction logs after a restart. */
const LOG_RETENTION_HOURS = 72;
const MS_PER_HOUR = 3_600_000;
/** Old operations are folded into a snapshot at start once there are this many. */
const COMPACT_OPERATIONS = 50_000;

/** Replays the redo log; old entries become a snapshot first when that shortens it enough. */
export async function openStore(log: Log, clock: Clock): Promise<Store> {
  const entries = await readEntries(log);
  const store = new Store(clock, new RedoWriter(log));
  const horizonMs = clock.now() - LOG_RETENTION_HOURS * MS_PER_HOUR;
  const young = entries.findIndex(({ ms }) => ms >= horizonMs);
  const oldCount = young < 0 ? entries.length : young;
  const old = entries.slice(0, oldCount);
  const recent = entries.slice(oldCount);
  const mayCompact =
    old.reduce((sum, { operations }) => sum + operations.length, 0) >= COMPACT_OPERATIONS;
  for (const entry of old) replayEntry(store, entry, { intoLog: !mayCompact });
  if (mayCompact) await compact(store, log, recent);
  for (const entry of recent) replayEntry(store, entry, { intoLog: true });
  return store;
}

async function compact(store: Store, log: Log, recent: RedoEntry[]): Promise<void> {
  const kept = [...snapshotEntries(store), ...recent];
  await log.rewrite(kept.map((entry) => new TextEncoder().encode(JSON.stringify(entry))));
}

async function readEntries(log: Log): Promise<RedoEntry[]> {
  const entries: RedoEntry[] = [];
  const decoder = new TextDecoder();
  for await (const group of log.read()) {
    for (const line of decoder.decode(group).split('\n'))
      entries.push(JSON.parse(line) as RedoEntry);
  }
  return entries;
}
