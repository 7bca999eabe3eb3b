import type { QuarantinedEntry } from './list-quarantine';

/** Which entries are meant; what is left out chooses all. */
export interface EntryChoice {
  ids?: readonly string[];
  /** In any case. */
  table?: string;
  /** Part of the reason, in any case. */
  reason?: string;
  /** Bounds of the arrival in the stream, ISO 8601, UTC; `since` included, `until` not. */
  since?: string;
  until?: string;
}

export function isChosen(entry: QuarantinedEntry, choice: EntryChoice): boolean {
  const { ids, table, reason, since, until } = choice;
  if (ids !== undefined && !ids.includes(entry.id)) return false;
  if (table !== undefined && entry.table?.toLowerCase() !== table.toLowerCase()) return false;
  if (reason !== undefined && !entry.reason.toLowerCase().includes(reason.toLowerCase()))
    return false;
  if (since === undefined && until === undefined) return true;
  if (entry.arrivedAt === '') return false;
  return (
    (since === undefined || entry.arrivedAt >= since) &&
    (until === undefined || entry.arrivedAt < until)
  );
}
