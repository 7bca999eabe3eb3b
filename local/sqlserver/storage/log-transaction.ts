import type { Database } from './database';
import { encodeDefinition, encodeRow } from './redo-encoding';
import type { RedoEntry, RedoOperation } from './redo-encoding';
import type { Lsn } from './lsn';
import type { Store } from './store';
import type { Table } from './table';
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
  let table: Table | undefined;
  let logged: LogEntry[] | undefined;
  for (const change of changes) {
    if (change.kind === 'definition') continue;
    if (change.table !== table) {
      table = change.table;
      logged = entriesOf(store, table, entries);
    }
    logged?.push(logEntry(change, store.lsns.next()));
  }
  const commitLsn = store.lsns.next();
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

/** Undefined for a table whose changes are in no log. */
function entriesOf(
  store: Store,
  table: Table,
  entries: Map<Database, LogEntry[]>,
): LogEntry[] | undefined {
  if (table.isSystem) return undefined;
  const database = store.databases.get(table.database.toLowerCase());
  if (database === undefined) return undefined;
  const known = entries.get(database) ?? [];
  entries.set(database, known);
  return known;
}

function logEntry(change: RowChange, seqval: Lsn): LogEntry {
  const { table } = change;
  const { columns } = table;
  switch (change.kind) {
    case 'insert':
      return { seqval, operation: 'insert', table, columns, after: change.after };
    case 'update':
      return {
        seqval,
        operation: 'update',
        table,
        columns,
        before: change.before,
        after: change.after,
      };
    case 'delete':
      return { seqval, operation: 'delete', table, columns, before: change.before };
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
