import type { Clock } from '../../clock';
import type { Log } from '../../storage/storage';
import type { RedoEntry } from './redo-encoding';
import { RedoWriter } from './redo-writer';
import { replayEntry } from './replay-entry';
import { snapshotEntries } from './snapshot-entries';
import { Store } from './store';

/**
 * Transactions younger than this stay readable in the transaction logs; older ones too, until whoever holds
 * the log (the capture job) has read them. On RDS as well a log outlives its truncation in the backups, which
 * DMS reads. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html
 */
const LOG_RETENTION_HOURS = 72;
const MS_PER_HOUR = 3_600_000;
/** Old operations are folded into a snapshot once there are this many; how many there are is looked as often. */
const COMPACT_OPERATIONS = 50_000;

/** Replays the redo log. Old entries become a snapshot when that shortens it enough, now and while it grows. */
export async function openStore(log: Log, clock: Clock): Promise<Store> {
  const writer = new RedoWriter(log);
  const store = new Store(clock, writer);
  const entries = await entriesOf(log);
  const young = entries.findIndex((entry) => !isOld(clock, entry));
  const oldCount = young < 0 ? entries.length : young;
  const folded = operationsOf(entries.slice(0, oldCount)) < COMPACT_OPERATIONS ? 0 : oldCount;
  for (const entry of entries.slice(0, folded)) replayEntry(store, entry, { intoLog: false });
  if (folded > 0) await rewrite(log, store, entries.slice(folded));
  for (const entry of entries.slice(folded)) replayEntry(store, entry, { intoLog: true });
  writer.foldAfter(COMPACT_OPERATIONS, () => truncate(store, log));
  return store;
}

/** In memory what is old is forgotten, on disk it becomes a snapshot. Resolves to the old operations there were. */
async function truncate(store: Store, log: Log): Promise<number> {
  const beforeMs = store.clock.now() - LOG_RETENTION_HOURS * MS_PER_HOUR;
  const held = [...store.databases.values()].map((database) => {
    const lsn = store.heldAfter(database);
    database.log.expire({ beforeMs, lsn });
    return lsn;
  });
  const free = held.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a));
  const { old, isAll } = await readOld(
    log,
    (entry) => isOld(store.clock, entry) && (free === undefined || lsnOf(entry) <= free),
  );
  const operations = operationsOf(old);
  if (operations < COMPACT_OPERATIONS) return operations;
  const scratch = new Store(store.clock, new RedoWriter(log));
  for (const entry of old) replayEntry(scratch, entry, { intoLog: false });
  const kept = isAll ? [] : (await entriesOf(log)).slice(old.length);
  await rewrite(log, scratch, kept);
  return operations;
}

async function rewrite(log: Log, store: Store, kept: RedoEntry[]): Promise<void> {
  const entries = [...snapshotEntries(store), ...kept];
  await log.rewrite(entries.map((entry) => new TextEncoder().encode(JSON.stringify(entry))));
}

function isOld(clock: Clock, { ms }: RedoEntry): boolean {
  return ms < clock.now() - LOG_RETENTION_HOURS * MS_PER_HOUR;
}

function lsnOf({ lsn }: RedoEntry): bigint {
  return BigInt(`0x${lsn}`);
}

function operationsOf(entries: readonly RedoEntry[]): number {
  return entries.reduce((sum, { operations }) => sum + operations.length, 0);
}

/** Those before the first that is not old; what comes after it is not read. */
async function readOld(
  log: Log,
  isOldEntry: (entry: RedoEntry) => boolean,
): Promise<{ old: RedoEntry[]; isAll: boolean }> {
  const old: RedoEntry[] = [];
  for await (const entry of read(log)) {
    if (!isOldEntry(entry)) return { old, isAll: false };
    old.push(entry);
  }
  return { old, isAll: true };
}

async function entriesOf(log: Log): Promise<RedoEntry[]> {
  const entries: RedoEntry[] = [];
  for await (const entry of read(log)) entries.push(entry);
  return entries;
}

async function* read(log: Log): AsyncGenerator<RedoEntry> {
  const decoder = new TextDecoder();
  for await (const group of log.read()) {
    for (const line of decoder.decode(group).split('\n')) yield JSON.parse(line) as RedoEntry;
  }
}
