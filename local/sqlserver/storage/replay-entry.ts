import { applyDefinition } from './apply-definition';
import type { Database } from './database';
import { LsnSequence } from './lsn';
import { decodeDefinition, decodeRow } from './redo-encoding';
import type { RedoEntry } from './redo-encoding';
import type { Row } from './row-store';
import type { Store } from './store';
import type { Table } from './table';
import type { LogEntry } from './transaction-log';

type LoggedChange = Pick<LogEntry, 'operation' | 'before' | 'after'>;

/** Applies a committed transaction once more, with the LSNs it had. */
export function replayEntry(store: Store, entry: RedoEntry, options: { intoLog: boolean }): void {
  const commitLsn = BigInt(`0x${entry.lsn}`);
  const common = { transactionId: entry.id, commitLsn, commitTimeMs: entry.ms };
  const logged = new Map<Database, LogEntry[]>();
  const numbers = new LsnSequence();
  numbers.continueAfter(BigInt(`0x${entry.from}`));
  let table: Table | undefined;
  for (const operation of entry.operations) {
    if ('d' in operation) applyDefinition(store, decodeDefinition(operation.d));
    else if ('t' in operation) table = store.table(operation.in, operation.t);
    else if (table !== undefined) {
      const [id, row] = operation;
      const change = replayRow(table, id, row === undefined ? undefined : decodeRow(row));
      if (table.isSystem || !options.intoLog) continue;
      const database = store.database(table.database);
      const entries = logged.get(database) ?? [];
      logged.set(database, entries);
      entries.push({ seqval: numbers.next(), table, columns: table.columns, ...change });
    }
  }
  for (const [database, entries] of logged) database.log.append({ ...common, entries });
  store.lsns.continueAfter(commitLsn);
  store.continueAfter(entry.id, entry.ms);
}

function replayRow(table: Table, id: number, after: Row | undefined): LoggedChange {
  const before = table.rows.get(id);
  if (before !== undefined) table.remove(id);
  if (after !== undefined) {
    table.put(id, after);
    if (before === undefined) noteIdentity(table, after);
  }
  if (before !== undefined && after !== undefined) return { operation: 'update', before, after };
  if (after !== undefined) return { operation: 'insert', after };
  return before === undefined ? { operation: 'delete' } : { operation: 'delete', before };
}

function noteIdentity(table: Table, row: Row): void {
  const position = table.columns.findIndex(({ identity }) => identity !== undefined);
  const identity = table.columns[position]?.identity;
  if (identity === undefined) return;
  const raw = row[position];
  const given = typeof raw === 'bigint' || typeof raw === 'number' ? BigInt(raw) : undefined;
  if (given === undefined) return;
  const last = table.lastIdentity;
  const isBeyond = last === undefined || (identity.increment > 0n ? given > last : given < last);
  if (isBeyond) table.lastIdentity = given;
}
