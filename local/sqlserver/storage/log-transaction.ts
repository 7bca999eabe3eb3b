import type { Database } from './database';
import { encodeDefinition, encodeRow } from './redo-encoding';
import type { RedoEntry, RedoOperation } from './redo-encoding';
import type { Store } from './store';
import type { LogEntry } from './transaction-log';
import type { Change, RowChange } from './transaction';

/** The redo entry of a transaction, and what makes its changes readable in the transaction logs. */
export function logTransaction(
  store: Store,
  transactionId: number,
  changes: readonly Change[],
): { redo: RedoEntry; publish: () => void } {
  store.lsns.startBlock();
  const from = store.lsns.newest.toString(16);
  const commitTimeMs = store.nextCommitMs();
  const entries = new Map<Database, LogEntry[]>();
  for (const change of changes) {
    if (change.kind === 'definition' || change.table.isSystem) continue;
    const database = store.databases.get(change.table.database.toLowerCase());
    if (database === undefined) continue;
    const logged = entries.get(database) ?? [];
    const common = { transactionId, commitLsn: 0n, seqval: store.lsns.next(), commitTimeMs };
    logged.push({ ...common, columns: change.table.columns, ...logContent(change) });
    entries.set(database, logged);
  }
  const commitLsn = store.lsns.next();
  for (const logged of entries.values()) for (const entry of logged) entry.commitLsn = commitLsn;
  return {
    redo: redoEntry(
      { id: transactionId, ms: commitTimeMs, lsn: commitLsn.toString(16), from },
      changes,
    ),
    publish: () => {
      for (const [database, logged] of entries) {
        database.log.append({ transactionId, commitLsn, commitTimeMs, entries: logged });
      }
    },
  };
}

function logContent(change: RowChange): Pick<LogEntry, 'operation' | 'table' | 'before' | 'after'> {
  const { kind: operation, table } = change;
  switch (change.kind) {
    case 'insert':
      return { operation, table, after: change.after };
    case 'update':
      return { operation, table, before: change.before, after: change.after };
    case 'delete':
      return { operation, table, before: change.before };
  }
}

function redoEntry(identity: Omit<RedoEntry, 'operations'>, changes: readonly Change[]): RedoEntry {
  const operations: RedoOperation[] = [];
  let current: unknown;
  for (const change of changes) {
    if (change.kind === 'definition') {
      operations.push({ d: encodeDefinition(change.definition) });
      current = undefined;
      continue;
    }
    if (change.table !== current) {
      operations.push({ t: change.table.objectId, in: change.table.database });
      current = change.table;
    }
    if (change.kind === 'delete') operations.push([change.id]);
    else operations.push([change.id, encodeRow(change.after)]);
  }
  return { ...identity, operations };
}
