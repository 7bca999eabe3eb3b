import type { Log } from '../../storage/storage';
import { lsnToHex, type Lsn } from './lsn';
import { readRedo } from './open-store';
import type { RedoEntry } from './redo-encoding';
import { RedoWriter } from './redo-writer';
import { replayEntry } from './replay-entry';
import { snapshotEntries } from './snapshot-entries';
import { Store } from './store';
import { LOG_TRUNCATED } from './transaction-log';

/**
 * Transactions younger than this stay readable in the transaction logs; older ones too, until whoever holds
 * the log (the capture job) has read them. On RDS as well a log outlives its truncation in the backups, which
 * DMS reads. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html
 */
const LOG_RETENTION_HOURS = 72;
const MS_PER_HOUR = 3_600_000;
/** Old operations are folded into a snapshot once there are this many; how many there are is looked as often. */
const COMPACT_OPERATIONS = 50_000;

/** Whoever holds the logs of the databases is known by then. */
export function keepLogShort(store: Store, log: Log): void {
  store.redo.foldAfter(COMPACT_OPERATIONS, () => fold(store, log));
}

/** In memory what is old is forgotten, on disk it becomes a snapshot. Resolves to the old operations there were. */
async function fold(store: Store, log: Log): Promise<number> {
  const beforeMs = store.clock.now() - LOG_RETENTION_HOURS * MS_PER_HOUR;
  const held = [...store.databases.values()].map((database) => {
    const lsn = store.heldAfter(database);
    database.log.expire({ beforeMs, lsn }, store.missedBy(database));
    return lsn;
  });
  const free = held.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a));
  const { old, isAll } = await readOld(
    log,
    (entry) => entry.ms < beforeMs && (free === undefined || lsnOf(entry) <= free),
  );
  const operations = operationsOf(old);
  const last = old.at(-1);
  if (last === undefined || operations < COMPACT_OPERATIONS) return operations;
  const scratch = new Store(store.clock, new RedoWriter(log));
  for (const entry of old) replayEntry(scratch, entry, { intoLog: false });
  noteTruncation(store, scratch, lsnOf(last));
  const kept = isAll ? [] : (await entriesOf(log)).slice(old.length);
  const entries = [...snapshotEntries(scratch), ...kept];
  await log.rewrite(entries.map((entry) => new TextEncoder().encode(JSON.stringify(entry))));
  return operations;
}

/** What a snapshot holds is in no log any more, which whoever opens it must know. */
function noteTruncation(store: Store, scratch: Store, through: Lsn): void {
  for (const database of scratch.databases.values()) {
    const live = store.databases.get(database.name.toLowerCase());
    const lost = live?.log.missedThrough(through, store.missedBy(live));
    if (lost !== undefined) database.facts.set(LOG_TRUNCATED, lsnToHex(lost));
  }
}

function lsnOf({ lsn }: RedoEntry): Lsn {
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
  for await (const entry of readRedo(log)) {
    if (!isOldEntry(entry)) return { old, isAll: false };
    old.push(entry);
  }
  return { old, isAll: true };
}

async function entriesOf(log: Log): Promise<RedoEntry[]> {
  const entries: RedoEntry[] = [];
  for await (const entry of readRedo(log)) entries.push(entry);
  return entries;
}
