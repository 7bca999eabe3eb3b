import type { Database, Fact } from '../storage/database';
import type { Transaction } from '../storage/transaction';

const BACKUPS_FACT = 'backups';

interface Backup {
  type: 'database' | 'log';
  startedMs: number;
  finishedMs: number;
}

/** What BACKUP DATABASE leaves in `msdb.dbo.backupset`. */
export function recordBackup(transaction: Transaction, database: Database, backup: Backup): void {
  const value = [...backups(database), backup] as unknown as Fact;
  transaction.define({ kind: 'fact', database: database.name, name: BACKUPS_FACT, value });
}

/** Oldest first. */
export function backups(database: Database): Backup[] {
  return (database.facts.get(BACKUPS_FACT) ?? []) as unknown as Backup[];
}
